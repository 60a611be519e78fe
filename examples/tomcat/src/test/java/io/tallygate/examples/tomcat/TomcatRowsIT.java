package io.tallygate.examples.tomcat;

import io.tallygate.testing.Door;
import io.tallygate.testing.RowsContract;

final class TomcatRowsIT extends RowsContract {

  @Override
  protected Door open() throws Exception {
    return new TomcatDoor();
  }
}
