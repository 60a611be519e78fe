package io.tallygate.gateway.trace;

import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two fields of W3C Trace Context. A {@code traceparent} that is not valid, or stands twice, is
 * as good as none, and without one {@code tracestate} means nothing and ends here; a {@code
 * tracestate} that is not valid ends here alone (sections 3.2 and 3.3).
 */
final class ContextFields {

  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";

  /** What one list of states may have, in all its fields; the recommendation asks for 512. */
  static final int STATE_MAX = 4_096;

  private static final TextMapGetter<HttpHeaders> GETTER = new Getter();

  private ContextFields() {}

  /** The context that a request comes with; the root if it has none that is valid. */
  static Context read(HttpHeaders fields) {
    if (!fields.contains(PARENT)) {
      return Context.root();
    }
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), fields, GETTER);
  }

  /** Writes a context in place of what the request came with. */
  static void write(Context context, HttpHeaders fields) {
    fields.remove(PARENT);
    fields.remove(STATE);
    W3CTraceContextPropagator.getInstance()
        .inject(context, fields, (to, name, value) -> to.set(name, value));
  }

  private static final class Getter implements TextMapGetter<HttpHeaders> {

    @Override
    public @Nullable String get(@Nullable HttpHeaders fields, String name) {
      if (fields == null) {
        return null;
      }
      List<String> values = fields.getAll(name);
      if (values.isEmpty()) {
        return null;
      }
      if (name.equals(PARENT)) {
        return values.size() == 1 ? values.get(0) : null;
      }
      String state = String.join(",", values);
      return state.length() <= STATE_MAX ? state : null;
    }
  }
}
