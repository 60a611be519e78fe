package io.tallygate.gateway;

import io.tallygate.testing.Door;
import io.tallygate.testing.RowsContract;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PublishedRowsIT extends RowsContract {

  @Override
  protected Door open() throws IOException {
    return new GatewayDoor();
  }

  @Override
  protected int times() {
    return 100;
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rows")
  void anyRow_exhaustedAHundredTimes_admitsItsNumberEachTime(Row row) throws Exception {
    for (int i = 0; i < 100; i++) {
      exhaust(row);
    }
  }
}
