package io.tallygate.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W3C Trace Context, level 1: which fields are believed. */
final class ContextFieldsTest {

  private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static SpanContext read(HttpHeaders fields) {
    return Span.fromContext(ContextFields.read(fields)).getSpanContext();
  }

  private static HttpHeaders parent(String value) {
    return new DefaultHttpHeaders().add("traceparent", value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01      | valid
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00      | valid
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff      | valid
          cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01      | valid
          cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what | valid
          cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what | not
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what | not
          ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01      | not
          00-00000000000000000000000000000000-00f067aa0ba902b7-01      | not
          00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01      | not
          00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01      | not
          00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01       | not
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01       | not
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x      | not
          00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7         | not
          0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01      | not
          00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01      | not
          4bf92f3577b34da6a3ce929d0e0e4736                             | not
          ''                                                           | not
          """)
  void traceparent_isBelievedIfValid(String field, String expected) {
    assertThat(read(parent(field)).isValid()).isEqualTo(expected.equals("valid"));
  }

  @Test
  void traceparent_twice_isNone() {
    HttpHeaders fields = parent(VALID).add("traceparent", VALID);
    assertThat(read(fields).isValid()).isFalse();
  }

  @Test
  void tracestate_inSeveralFields_isOneList() {
    HttpHeaders fields = parent(VALID).add("tracestate", "a=1,b=2").add("tracestate", "c=3");
    SpanContext context = read(fields);
    assertThat(context.getTraceState().asMap().keySet()).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=1,no state at all
          A=1
          a
          """)
  void tracestate_notValid_endsAlone(String state) {
    SpanContext context = read(parent(VALID).add("tracestate", state));
    assertThat(context.isValid()).isTrue();
    assertThat(context.getTraceState().isEmpty()).isTrue();
  }

  @Test
  void tracestate_asLongAsMayBe_isPassed_andOneMoreIsNot() {
    StringBuilder state = new StringBuilder("a=").append("x".repeat(200));
    for (char c = 'b'; state.length() < ContextFields.STATE_MAX - 204; c++) {
      state.append(',').append(c).append('=').append("x".repeat(200));
    }
    int rest = ContextFields.STATE_MAX - state.length();
    state.append(",z=").append("x".repeat(rest - 3));
    assertThat(state).hasSize(ContextFields.STATE_MAX);
    HttpHeaders most = parent(VALID).add("tracestate", state.toString());
    assertThat(read(most).getTraceState().isEmpty()).isFalse();
    HttpHeaders over = parent(VALID).add("tracestate", state + "x");
    assertThat(read(over).isValid()).isTrue();
    assertThat(read(over).getTraceState().isEmpty()).isTrue();
  }

  @Test
  void write_replacesWhatCame() {
    HttpHeaders fields = parent("nonsense").add("tracestate", "x=y");
    ContextFields.write(ContextFields.read(parent(VALID)), fields);
    assertThat(fields.getAll("traceparent")).containsExactly(VALID);
    assertThat(fields.contains("tracestate")).isFalse();
  }
}
