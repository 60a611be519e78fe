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

/**
 * The bundled policy's groups, against the published page. Its numbers are held over HTTP, by the
 * gateway's test of the published rows, and there only.
 */
final class BundledPolicyTest {

  private static final List<String> PUBLISHED =
      List.of(
          "tools | POST /v1/tools/* (all generation endpoints)",
          "executions | GET /v1/tools/executions/{id}",
          "cancel | POST /v1/tools/executions/{id}/cancel",
          "files | GET /v1/files, GET /v1/files/{id}",
          "hydrate | POST /v1/files/{id}/hydrate",
          "upload | POST /v1/files/upload",
          "search | POST /v1/files/search",
          "resources | GET /v1/resources/*",
          "webhooks-list | GET /v1/webhooks/endpoints",
          "webhooks-create | POST /v1/webhooks/endpoints",
          "webhooks-delete | DELETE /v1/webhooks/endpoints/{id}");

  private static final List<String> UNPUBLISHED =
      List.of(
          "archive | POST /v1/files/{id}/archive",
          "enable-public-preview | POST /v1/files/{id}/enable-public-preview",
          "disable-public-preview | POST /v1/files/{id}/disable-public-preview");

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
  void videogen_allElse_isUnpublished() {
    Group other = file.policy().other();

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
                    + (group.note().isEmpty() ? "" : " (" + group.note() + ")"))
        .toList();
  }
}
