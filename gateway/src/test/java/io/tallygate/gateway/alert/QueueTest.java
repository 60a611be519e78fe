package io.tallygate.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The queue takes so many and no more, and counts what it does not take. */
final class QueueTest {

  private static Crossing crossing(int number) {
    return new Crossing(
        new Occasion("limit.refused", "key_" + number, "g", "g", 0, 60),
        0,
        new Crossing.State("g", Algorithm.FIXED_WINDOW, 1, 1, 60),
        null,
        0);
  }

  @Test
  void offer_upToTheMost_isTaken_andOnePastItIsCounted() {
    Queue queue = new Queue();
    for (int i = 0; i < Queue.CROSSINGS_MAX; i++) {
      assertThat(queue.offer(crossing(i))).isTrue();
    }
    assertThat(queue.offer(crossing(-1))).isFalse();
    assertThat(queue.dropped()).isEqualTo(1);

    List<Crossing> taken = new ArrayList<>();
    queue.drainTo(taken, 10);
    assertThat(taken).hasSize(10);
    assertThat(taken.get(0).occasion().subject()).isEqualTo("key_0");
    assertThat(queue.offer(crossing(-2))).isTrue();
    queue.drainTo(taken, 2 * Queue.CROSSINGS_MAX);
    assertThat(taken).hasSize(Queue.CROSSINGS_MAX + 1);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void offer_byManyWhileOneTakes_losesNone_andEndsEmpty() throws InterruptedException {
    Queue queue = new Queue();
    LongAdder offered = new LongAdder();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  offered.add(queue.offer(crossing(i)) ? 1 : 0);
                }
              });
      threads.add(thread);
      thread.start();
    }
    long taken = 0;
    while (threads.stream().anyMatch(Thread::isAlive) || !queue.isEmpty()) {
      List<Crossing> some = new ArrayList<>();
      queue.drainTo(some, 3);
      taken += some.size();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).isEqualTo(offered.sum());
    assertThat(queue.dropped()).isPositive().isEqualTo(400_000 - taken);
    for (int i = 0; i < Queue.CROSSINGS_MAX; i++) {
      assertThat(queue.offer(crossing(i))).isTrue();
    }
  }
}
