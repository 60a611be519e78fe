package io.tallygate.sandbox.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tallygate.sandbox.search.TextIndex.Hit;
import io.tallygate.sandbox.search.TextIndex.Reach;
import io.tallygate.sandbox.store.Member;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Label;
import io.tallygate.sandbox.store.StoredFile.Life;
import io.tallygate.sandbox.store.StoredFile.Origin;
import io.tallygate.sandbox.store.StoredFile.Scope;
import io.tallygate.sandbox.store.StoredFile.State;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The words of files, and the formula of similarity. */
final class TextIndexTest {

  private static final Member ADA = new Member("acme", "ada", "k");

  private final TextIndex index = new TextIndex();

  @AfterEach
  void close() {
    index.close();
  }

  private static StoredFile file(String id, String name) {
    return new StoredFile(
        1,
        id,
        Origin.upload(ADA),
        new Label(name, "", null, null),
        null,
        new Life(State.READY, Scope.GLOBAL, 0, 0, null, null));
  }

  @Test
  void similarity_oneText_followsTheFormula() {
    index.put(file("1", "car"));
    List<Hit> hits = index.search(ADA, "car", Reach.TEAM, 10);
    // One word, once, in a text of mean length: idf * 1 / (1 + 0.2) / idf.
    assertThat(hits).hasSize(1);
    assertThat(hits.get(0).similarity()).isCloseTo(1 / 1.2, within(0.001));
  }

  @Test
  void similarity_wordThatNobodyHas_countsAgainst() {
    index.put(file("1", "car"));
    double idf = Math.log(1 + 0.5 / 1.5);
    double idfOfNone = Math.log(1 + 1.5 / 0.5);
    assertThat(index.search(ADA, "car elephant", Reach.TEAM, 10).get(0).similarity())
        .isCloseTo(idf / 1.2 / (idf + idfOfNone), within(0.001));
  }

  @Test
  void similarity_anyTexts_isOverZeroAndOneAtMostAndFalls() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      index.put(file("f" + i, words(random)));
    }
    for (int i = 0; i < 200; i++) {
      double last = 1;
      for (Hit hit : index.search(ADA, words(random), Reach.TEAM, 100)) {
        assertThat(hit.similarity()).isGreaterThan(0).isLessThanOrEqualTo(last);
        last = hit.similarity();
      }
    }
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(" word").append(Math.abs(random.nextGaussian() * 5) * 1);
      text.setLength(text.indexOf(".") > 0 ? text.lastIndexOf(".") : text.length());
    }
    return text.toString();
  }

  @Test
  void put_archivedOrUndescribed_isNotFound() {
    StoredFile file = file("1", "car");
    index.put(file);
    index.put(file.withLife(file.life().withArchived(1)));
    index.put(file("2", "car").withLabel(new Label("car", null, null, null)));
    assertThat(index.search(ADA, "car", Reach.TEAM, 10)).isEmpty();
    index.put(file);
    assertThat(index.search(ADA, "cars", Reach.TEAM, 10)).hasSize(1);
  }

  @Test
  void reach_teamsAndUsers_cannotBeMixedUp() {
    index.put(file("1", "car"));
    Member joined = new Member("ac", "meada", "k");
    assertThat(index.search(joined, "car", Reach.SELF, 10)).isEmpty();
    assertThat(index.search(new Member("acme", "bob", "k"), "car", Reach.SELF, 10)).isEmpty();
    assertThat(index.search(new Member("acme", "bob", "k"), "car", Reach.TEAM, 10)).hasSize(1);
    assertThat(index.search(ADA, "car", Reach.SELF, 10)).hasSize(1);
  }
}
