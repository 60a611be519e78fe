package io.tallygate.sandbox.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
final class FairQueueTest {

  private static List<String> drained(FairQueue queue) throws InterruptedException {
    List<String> order = new ArrayList<>();
    while (queue.size() > 0) {
      order.add(queue.take());
    }
    return order;
  }

  @Test
  void take_manyKeys_inTurns() throws InterruptedException {
    FairQueue queue = new FairQueue(100, 100);
    for (int i = 1; i <= 4; i++) {
      queue.put("a", "a" + i);
    }
    queue.put("b", "b1");
    queue.put("b", "b2");
    queue.put("c", "c1");
    assertThat(drained(queue)).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
  }

  @Test
  void take_keyThatComesAgain_waitsForTheOthers() throws InterruptedException {
    FairQueue queue = new FairQueue(100, 100);
    queue.put("a", "a1");
    queue.put("b", "b1");
    queue.put("c", "c1");
    assertThat(queue.take()).isEqualTo("a1");
    queue.put("a", "a2");
    assertThat(drained(queue)).containsExactly("b1", "c1", "a2");
  }

  @Test
  void remove_waiting_isNeverTaken() throws InterruptedException {
    FairQueue queue = new FairQueue(100, 100);
    queue.put("a", "a1");
    queue.put("a", "a2");
    queue.put("b", "b1");
    assertThat(queue.remove("a1")).isTrue();
    assertThat(queue.remove("b1")).isTrue();
    assertThat(queue.remove("b1")).isFalse();
    assertThat(drained(queue)).containsExactly("a2");
  }

  @Test
  void hasRoom_atTheBounds_refusesOnePast() {
    FairQueue queue = new FairQueue(3, 2);
    queue.put("a", "a1");
    assertThat(queue.hasRoom("a")).isTrue();
    queue.put("a", "a2");
    assertThat(queue.hasRoom("a")).isFalse();
    assertThat(queue.hasRoom("b")).isTrue();
    queue.put("b", "b1");
    assertThat(queue.hasRoom("b")).isFalse();
    assertThat(queue.hasRoom("c")).isFalse();
    queue.remove("a1");
    assertThat(queue.hasRoom("a")).isTrue();
  }

  @Test
  void take_empty_waitsUntilSomethingComesOrItCloses() throws Exception {
    FairQueue queue = new FairQueue(3, 2);
    CompletableFuture<String> first = new CompletableFuture<>();
    Thread taker =
        new Thread(
            () -> {
              try {
                first.complete(queue.take());
                queue.take();
              } catch (InterruptedException e) {
                first.completeExceptionally(e);
              }
            });
    taker.start();
    queue.put("a", "a1");
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("a1");
    queue.close();
    taker.join(10_000);
    assertThat(taker.isAlive()).isFalse();
    assertThat(queue.take()).isNull();
  }
}
