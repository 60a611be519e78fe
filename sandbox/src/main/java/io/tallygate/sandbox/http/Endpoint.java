package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tallygate.sandbox.http.Callers.Caller;

/** One of the 25. */
record Endpoint(HandlerType method, String path, Work work) {

  /** What it does. */
  @FunctionalInterface
  interface Work {
    void answer(Context context, Caller caller);
  }

  static Endpoint get(String path, Work work) {
    return new Endpoint(HandlerType.GET, path, work);
  }

  static Endpoint post(String path, Work work) {
    return new Endpoint(HandlerType.POST, path, work);
  }

  static Endpoint delete(String path, Work work) {
    return new Endpoint(HandlerType.DELETE, path, work);
  }
}
