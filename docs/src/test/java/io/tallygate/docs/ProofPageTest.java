package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The page on proof names tests that there are. */
final class ProofPageTest {

  private static final Repository REPOSITORY = Repository.here();

  @Test
  void page_eachTestThatItNames_isThere() {
    String page = REPOSITORY.read("docs/design/proof.md");
    assertThat(NamedTests.isThereOne(page)).isTrue();
    assertThat(NamedTests.missing(REPOSITORY, page)).isEmpty();
  }

  @Test
  void missing_aClassOrAMethod_isFound() {
    assertThat(
            NamedTests.missing(
                REPOSITORY,
                "`CallerIT.nobody_didThis`, | NoSuchIT | [CallerIT](gateway/CallerIT.java)"))
        .containsExactly("CallerIT.nobody_didThis", "NoSuchIT");
  }
}
