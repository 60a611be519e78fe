package io.tallygate.policy.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.PolicyFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorBodyTest {

  private static final PolicyFile POLICY =
      PolicyFile.parse(
          "limits.yaml",
          """
          contact: '"us" <ask@api.example>'
          groups: {things: {limit: 1 request/hour, endpoints: [GET /v1/things]}}
          other: 1 request/hour
          """);

  private static ErrorBody body(ErrorCode code, String accept) {
    Decision decision = new Decision();
    try (Limiter limiter = new Limiter(LimiterConfig.DEFAULT.withCounters(16))) {
      PolicyLimits limits = new PolicyLimits(POLICY.policy(), limiter);
      Caller caller = limiter.caller(Caller.Kind.KEY, "key_1", List.of());
      Call call = Call.of(caller, limits.of(limits.match("GET", "/v1/things")));
      limiter.decide(call, decision);
      limiter.decide(call, decision);
    }
    return ErrorBody.of(code, POLICY, decision, accept);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCode_hasAPlainBody_andProblemDetails(ErrorCode code) {
    assertThat(body(code, "*/*").contentType()).isEqualTo("application/json");
    assertThat(body(code, "*/*").text()).endsWith(",\"code\":\"" + code.code() + "\"}");
    assertThat(body(code, "application/problem+json").contentType())
        .isEqualTo("application/problem+json");
    assertThat(body(code, "text/html, application/problem+json").text())
        .contains("\"title\":\"" + code.reason() + "\",\"status\":" + code.status() + ",");
  }

  @Test
  void rateLimited_saysWhomToAsk_andIsQuoted() {
    assertThat(body(ErrorCode.RATE_LIMITED, "").text())
        .isEqualTo(
            "{\"message\":\"The rate limit is exceeded."
                + " For higher limits: \\\"us\\\" <ask@api.example>\",\"code\":\"rate_limited\"}");
    assertThat(body(ErrorCode.RATE_LIMITED, "application/problem+json").text())
        .endsWith(",\"violated-policies\":[\"things\"]}");
  }
}
