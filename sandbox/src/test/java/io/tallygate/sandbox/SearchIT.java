package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search over files. */
@Timeout(60)
final class SearchIT {

  @TempDir static Path folder;

  private static TestSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = TestSandbox.in(folder);
    Client ada = sandbox.ada();
    ada.uploaded("Red cars in the rain", TestMedia.PNG);
    ada.uploaded("A blue boat", TestMedia.PNG);
    ada.made("generate-image", "{\"prompt\":\"a car at night\"}");
    ada.made("text-to-speech", "{\"ttsText\":\"welcome to the zoo\"}");
    ada.made("generate-image", "{\"prompt\":\"secret car\",\"isOutputTemporary\":true}");
    sandbox.bob().uploaded("Bob's car", TestMedia.PNG);
    sandbox.eve().uploaded("Eve's car", TestMedia.PNG);
  }

  @AfterAll
  static void end() {
    sandbox.close();
  }

  private static Answer search(Client client, String body) {
    return client.post("/v1/files/search", body.replace('\'', '"'));
  }

  private static List<String> names(Answer answer) {
    List<String> names = new ArrayList<>();
    answer.json().get("results").forEach(hit -> names.add(hit.at("/file/displayName").asString()));
    return names;
  }

  private static List<Double> similarities(Answer answer) {
    List<Double> values = new ArrayList<>();
    answer.json().get("results").forEach(hit -> values.add(hit.get("similarity").asDouble()));
    return values;
  }

  @Test
  void search_words_findNamesPromptsAndTranscripts() {
    Answer cars = search(sandbox.ada(), "{'query':'car'}");
    assertThat(names(cars))
        .containsExactlyInAnyOrder(
            "Red cars in the rain", "Placeholder: GENERATE_IMAGE", "Bob's car");
    assertThat(names(search(sandbox.ada(), "{'query':'zoo'}")))
        .containsExactly("Placeholder: TEXT_TO_SPEECH");
    assertThat(names(search(sandbox.ada(), "{'query':'elephant'}"))).isEmpty();
    assertThat(names(search(sandbox.ada(), "{'query':'the'}"))).isEmpty();
    assertThat(names(search(sandbox.ada(), "{'query':'\\u0000 ]:(*~ AND'}"))).isEmpty();
  }

  @Test
  void search_similarity_fallsAndIsOneAtMost() {
    Answer cars = search(sandbox.ada(), "{'query':'red car rain'}");
    assertThat(names(cars).get(0)).isEqualTo("Red cars in the rain");
    assertThat(similarities(cars))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
    assertThat(similarities(cars).get(0)).isGreaterThan(0.7);
    assertThat(similarities(cars).get(1)).isLessThan(0.5);
  }

  @Test
  void search_selfOnly_findsOnlyTheUsersOwn() {
    Answer own = search(sandbox.bob(), "{'query':'car','selfOnly':true}");
    assertThat(names(own)).containsExactly("Bob's car");
    assertThat(names(search(sandbox.bob(), "{'query':'car','selfOnly':false}"))).hasSize(3);
  }

  @Test
  void search_anotherTeam_findsNothingOfIt() {
    assertThat(names(search(sandbox.eve(), "{'query':'car'}"))).containsExactly("Eve's car");
  }

  @Test
  void search_numResults_isKept() {
    assertThat(names(search(sandbox.ada(), "{'query':'car','numResults':1}"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}",
        "{'query':''}",
        "{'query':1}",
        "{'query':'x','numResults':0}",
        "{'query':'x','numResults':101}",
        "{'query':'x','selfOnly':'no'}"
      })
  void search_badBody_isRefused(String body) {
    assertThat(search(sandbox.ada(), body).code()).isEqualTo("400 invalid_parameters");
  }
}
