package io.tallygate.gateway;

import io.tallygate.testing.Door;
import io.tallygate.testing.RowsContract;
import java.io.IOException;

final class PublishedRowsIT extends RowsContract {

  @Override
  protected Door open() throws IOException {
    return new GatewayDoor();
  }

  @Override
  protected int times() {
    return 100;
  }
}
