package io.tallygate.command.probe;

import io.tallygate.command.probe.Fields.Field;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends requests with the JDK's client, over HTTP/1.1. */
final class HttpSender implements Sender {

  /** How much of a body is read; then the connection is closed. */
  static final int BODY_MAX = 64 << 10;

  private final Target target;

  HttpSender(Target target) {
    this.target = target;
  }

  @Override
  public Answer send(Request request, Duration timeout) throws InterruptedException {
    // A client each: on a connection of its pool that was closed meanwhile, the JDK's client sends
    // a request again unseen, and the API would count what we do not.
    HttpClient client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(http(request, timeout), head -> new Discarding());
    try {
      HttpResponse<Void> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Answer.of(response.statusCode(), fields(response.headers()));
    } catch (TimeoutException e) {
      return Answer.none("no answer in " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      return Answer.none(failure(e.getCause(), timeout));
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest http(Request request, Duration timeout) {
    HttpRequest.Builder http =
        HttpRequest.newBuilder(URI.create(target.origin() + request.path()))
            .timeout(timeout)
            .method(request.method(), BodyPublishers.noBody())
            .header("User-Agent", "tallygate-probe")
            .header("Accept", "*/*");
    request.conditions().forEach(field -> http.header(field.name(), field.value()));
    if (request.hasKey() && target.hasKey()) {
      http.header(target.keyHeader(), target.keyValue());
    }
    return http.build();
  }

  private Fields fields(HttpHeaders headers) {
    List<Field> fields = new ArrayList<>();
    headers
        .map()
        .forEach(
            (name, values) -> {
              if (Fields.isTelling(name)) {
                values.forEach(
                    value -> fields.add(new Field(target.safe(name), target.safe(value))));
              }
            });
    return new Fields(fields);
  }

  private String failure(Throwable cause, Duration timeout) {
    if (cause instanceof HttpTimeoutException) {
      return "no answer in " + timeout.toMillis() + " ms";
    }
    if (cause instanceof ConnectException) {
      return "no connection";
    }
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return cause instanceof IOException ? target.safe(text) : target.safe(cause.toString());
  }

  /** Throws a body away, and what is over the bound unread. */
  private static final class Discarding implements HttpResponse.BodySubscriber<Void> {

    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long bytes;

    @Override
    public CompletionStage<Void> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        bytes += part.remaining();
      }
      Flow.Subscription source = Objects.requireNonNull(subscription);
      if (bytes > BODY_MAX) {
        source.cancel();
        body.complete(null);
      } else {
        source.request(1);
      }
    }

    @Override
    public void onError(Throwable cause) {
      body.complete(null); // the head has come, and it is all that we read
    }

    @Override
    public void onComplete() {
      body.complete(null);
    }
  }
}
