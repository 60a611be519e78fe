package io.tallygate.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request whose end is told, be it asynchronous or not. */
final class FollowedRequest extends HttpServletRequestWrapper {

  private final CallEnd end;

  FollowedRequest(HttpServletRequest request, CallEnd end) {
    super(request);
    this.end = end;
  }

  @Override
  public AsyncContext startAsync() {
    return end.follow(super.startAsync());
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return end.follow(super.startAsync(request, response));
  }
}
