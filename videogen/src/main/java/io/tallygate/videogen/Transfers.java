package io.tallygate.videogen;

import io.tallygate.client.ClientConfig;
import io.tallygate.client.LimitedClient;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/** Bytes of files, up and down, by signed links: without the key, and never through memory. */
final class Transfers {

  private static final int OK = 200;

  private final HttpClient client;

  Transfers(HttpClient http, ClientConfig config) {
    this.client = LimitedClient.of(http, config);
  }

  void up(String url, Path file, Progress progress) throws IOException, InterruptedException {
    long total = Files.size(file);
    HttpRequest request =
        HttpRequest.newBuilder(link(url))
            .PUT(new Counted(publisher(file), progress, total))
            .build();
    HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
    if (answer.statusCode() / 100 != OK / 100) {
      throw new IOException("upload was refused: status=" + answer.statusCode());
    }
  }

  private static BodyPublisher publisher(Path file) throws FileNotFoundException {
    return BodyPublishers.ofFile(file);
  }

  /** What is broken off leaves nothing at {@code file}. */
  void down(String url, Path file, Progress progress) throws IOException, InterruptedException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      HttpResponse<Path> answer =
          client.send(
              HttpRequest.newBuilder(link(url)).build(), head -> subscriber(head, part, progress));
      if (answer.statusCode() != OK) {
        throw new IOException("download was refused: status=" + answer.statusCode());
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static BodySubscriber<Path> subscriber(ResponseInfo head, Path part, Progress progress) {
    if (head.statusCode() != OK) {
      return BodySubscribers.replacing(part);
    }
    long total = head.headers().firstValueAsLong("Content-Length").orElse(-1);
    return new CountedBody(BodySubscribers.ofFile(part), progress, total);
  }

  /** A link is a secret of its own: no message shows it. */
  private static URI link(String url) throws IOException {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IOException("link must be a URL: length=" + url.length());
    }
    if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
      throw new IOException("link must be of http or https: scheme=" + uri.getScheme());
    }
    return uri;
  }

  /** Counts what goes up. */
  private record Counted(BodyPublisher inner, Progress progress, long total)
      implements BodyPublisher {

    @Override
    public long contentLength() {
      return inner.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> to) {
      inner.subscribe(
          new Subscriber<>() {
            private long bytes;

            @Override
            public void onSubscribe(Subscription subscription) {
              progress.at(0, total);
              to.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer part) {
              bytes += part.remaining();
              to.onNext(part);
              progress.at(bytes, total);
            }

            @Override
            public void onError(Throwable failure) {
              to.onError(failure);
            }

            @Override
            public void onComplete() {
              to.onComplete();
            }
          });
    }
  }

  /** Counts what comes down. One thread at a time. */
  private static final class CountedBody implements BodySubscriber<Path> {

    private final BodySubscriber<Path> inner;
    private final Progress progress;
    private final long total;
    private long bytes;

    CountedBody(BodySubscriber<Path> inner, Progress progress, long total) {
      this.inner = inner;
      this.progress = progress;
      this.total = total;
    }

    @Override
    public CompletionStage<Path> getBody() {
      return inner.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      progress.at(0, total);
      inner.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      bytes += parts.stream().mapToLong(ByteBuffer::remaining).sum();
      inner.onNext(parts);
      progress.at(bytes, total);
    }

    @Override
    public void onError(Throwable failure) {
      inner.onError(failure);
    }

    @Override
    public void onComplete() {
      inner.onComplete();
    }
  }
}
