package io.tallygate.examples.jetty;

import io.tallygate.testing.Door;
import io.tallygate.testing.RowsContract;

final class JettyRowsIT extends RowsContract {

  @Override
  protected Door open() throws Exception {
    return new JettyDoor();
  }
}
