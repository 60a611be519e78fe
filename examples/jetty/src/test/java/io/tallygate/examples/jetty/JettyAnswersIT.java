package io.tallygate.examples.jetty;

import io.tallygate.testing.AnswersContract;
import io.tallygate.testing.Door;

final class JettyAnswersIT extends AnswersContract {

  @Override
  protected Door open() throws Exception {
    return new JettyDoor();
  }
}
