package io.tallygate.examples.spring;

import io.tallygate.testing.Door;
import io.tallygate.testing.RowsContract;

final class SpringRowsIT extends RowsContract {

  @Override
  protected Door open() throws Exception {
    return new SpringDoor();
  }
}
