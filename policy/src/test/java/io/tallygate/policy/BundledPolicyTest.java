package io.tallygate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bundled policy against the published page, whose rows are typed in here by hand. */
final class BundledPolicyTest {

  private static final List<String> PUBLISHED =
      List.of(
          "tools | POST /v1/tools/* (all generation endpoints) | 500",
          "executions | GET /v1/tools/executions/{id} | 5000",
          "cancel | POST /v1/tools/executions/{id}/cancel | 250",
          "files | GET /v1/files, GET /v1/files/{id} | 50000",
          "hydrate | POST /v1/files/{id}/hydrate | 2500",
          "upload | POST /v1/files/upload | 500",
          "search | POST /v1/files/search | 500",
          "resources | GET /v1/resources/* | 2500",
          "webhooks-list | GET /v1/webhooks/endpoints | 500",
          "webhooks-create | POST /v1/webhooks/endpoints | 10",
          "webhooks-delete | DELETE /v1/webhooks/endpoints/{id} | 10");

  private static final List<String> UNPUBLISHED =
      List.of(
          "archive | POST /v1/files/{id}/archive | 2500",
          "enable-public-preview | POST /v1/files/{id}/enable-public-preview | 2500",
          "disable-public-preview | POST /v1/files/{id}/disable-public-preview | 2500");

  private final PolicyFile file = PolicyFile.bundled("videogen");

  @Test
  void videogen_publishedGroups_areTheElevenRowsOfThePage() {
    assertThat(rows(true)).containsExactlyElementsOf(PUBLISHED);
  }

  @Test
  void videogen_unpublishedGroups_areTheThreeEndpointsThatThePageLeavesOut() {
    assertThat(rows(false)).containsExactlyElementsOf(UNPUBLISHED);
  }

  @Test
  void videogen_allElse_sharesOneUnpublishedCounter() {
    Group other = file.policy().other();

    assertThat(other.limits()).containsExactly(new Limit("other", 2_500, Duration.ofHours(1)));
    assertThat(other.published()).isFalse();
    assertThat(file.policy().open()).isEmpty();
  }

  @Test
  void videogen_everyGroup_hasOneCounterOfAnHourFromTheFirstCall() {
    assertThat(file.policy().window()).isEqualTo(WindowStart.FIRST_CALL);
    assertThat(file.policy().all())
        .allSatisfy(
            group -> {
              assertThat(group.counter()).isEqualTo(CounterScope.SHARED);
              assertThat(group.limits())
                  .extracting(Limit::period)
                  .containsOnly(Duration.ofHours(1));
            });
  }

  @Test
  void videogen_settings_areThoseOfTheApi() {
    assertThat(file.title()).isEqualTo("Rate limits");
    assertThat(file.gate().keyPrefix()).isEqualTo("vg_key_");
    assertThat(file.message(ErrorCode.MISSING_API_KEY)).isEqualTo("Unauthorized");
    assertThat(file.message(ErrorCode.INVALID_API_KEY)).isEqualTo("Unauthorized");
    assertThat(file.message(ErrorCode.RATE_LIMITED)).isEqualTo("Too Many Requests");
  }

  private List<String> rows(boolean published) {
    return file.policy().groups().stream()
        .filter(group -> group.published() == published)
        .map(
            group ->
                group.name()
                    + " | "
                    + group.endpoints().stream()
                        .map(Endpoint::toString)
                        .collect(Collectors.joining(", "))
                    + (group.note().isEmpty() ? "" : " (" + group.note() + ")")
                    + " | "
                    + group.limits().get(0).count())
        .toList();
  }
}
