package io.tallygate.examples.tomcat;

import io.tallygate.testing.AnswersContract;
import io.tallygate.testing.Door;

final class TomcatAnswersIT extends AnswersContract {

  @Override
  protected Door open() throws Exception {
    return new TomcatDoor();
  }
}
