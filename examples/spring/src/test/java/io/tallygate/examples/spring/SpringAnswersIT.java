package io.tallygate.examples.spring;

import io.tallygate.testing.AnswersContract;
import io.tallygate.testing.Door;

final class SpringAnswersIT extends AnswersContract {

  @Override
  protected Door open() throws Exception {
    return new SpringDoor();
  }
}
