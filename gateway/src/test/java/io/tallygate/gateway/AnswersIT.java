package io.tallygate.gateway;

import io.tallygate.testing.AnswersContract;
import io.tallygate.testing.Door;
import java.io.IOException;

final class AnswersIT extends AnswersContract {

  @Override
  protected Door open() throws IOException {
    return new GatewayDoor();
  }
}
