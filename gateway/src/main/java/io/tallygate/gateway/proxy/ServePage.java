package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpMethod;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.caller.PageLimits;
import io.tallygate.gateway.caller.ProvenTokens;
import io.tallygate.gateway.key.KnownKey;
import io.tallygate.gateway.key.Life.State;
import io.tallygate.gateway.page.PublishedPage;
import io.tallygate.gateway.proxy.PageAnswer.Audience;
import io.tallygate.limiter.Caller;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.door.AddressLimits;
import io.tallygate.policy.door.Shown;
import io.tallygate.policy.page.PageForm;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers for the page of the policy in force, where that is switched on: exactly its paths, and
 * whatever the upstream has there. A key that is shown is judged as everywhere, so the page tells
 * nothing about keys that a call would not.
 */
final class ServePage implements Step {

  @Override
  public void take(Exchange exchange) {
    PublishedPage page = exchange.policy().page();
    PageForm form = page == null ? null : PublishedPage.formAt(exchange.path());
    if (page == null || form == null) {
      exchange.proceed();
      return;
    }
    PageAnswer answer = new PageAnswer(page, form);
    Shown shown = exchange.shown();
    if (shown instanceof Shown.Nothing) {
      AddressLimits addresses = exchange.context().addressLimits();
      exchange.countAs(addresses.caller(exchange.address()), addresses.open(), addresses.decider());
      serve(exchange, answer.forAll(Audience.EVERYBODY));
    } else if (!(shown instanceof Shown.Token token)) {
      FindCaller.fail(exchange, ErrorCode.INVALID_API_KEY);
    } else if (exchange.context().config().authentication().judge() == Judge.UPSTREAM) {
      serveToken(exchange, answer, token.text());
    } else {
      serveKey(exchange, answer, FindCaller.caller(exchange.context(), token.text()));
    }
  }

  private static void serveKey(Exchange exchange, PageAnswer answer, @Nullable KnownKey key) {
    if (key == null) {
      FindCaller.fail(exchange, ErrorCode.INVALID_API_KEY);
    } else if (key.state() == State.BLOCKED) {
      FindCaller.refuseBlocked(exchange, key);
    } else {
      Caller caller = exchange.context().keyCallers().of(key, exchange.policy().published());
      serveCaller(exchange, answer, caller);
    }
  }

  /** A token that the upstream has not proven yet reads what everybody reads. */
  private static void serveToken(Exchange exchange, PageAnswer answer, String token) {
    ProvenTokens tokens = exchange.context().provenTokens();
    Caller caller = tokens.find(tokens.idOf(token));
    if (caller != null) {
      serveCaller(exchange, answer, caller);
      return;
    }
    AddressLimits addresses = exchange.context().addressLimits();
    exchange.countAs(
        addresses.caller(exchange.address()), addresses.unproven(), addresses.decider());
    serve(exchange, answer.forAll(Audience.ONE_KEY));
  }

  private static void serveCaller(Exchange exchange, PageAnswer answer, Caller caller) {
    exchange.identity(caller.id());
    PageLimits limits = exchange.context().pageLimits();
    exchange.countAs(limits.caller(caller.id()), limits.limits(), limits.decider());
    serve(exchange, at -> UsageReading.start(at, caller, usage -> answer.send(at, usage)));
  }

  private static void serve(Exchange exchange, Consumer<Exchange> answer) {
    exchange.decide(
        () -> {
          if (!exchange.decision().isAdmitted()) {
            exchange.answer(ErrorCode.RATE_LIMITED);
          } else if (!exchange.method().equals(HttpMethod.GET) && !exchange.isHead()) {
            exchange.answer(ErrorCode.METHOD_NOT_ALLOWED);
          } else {
            answer.accept(exchange);
          }
        });
  }
}
