package io.tallygate.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Hands a body on as it comes, and keeps a copy up to a length. One thread at a time. */
final class BodyCopy<T> implements BodySubscriber<T> {

  private final BodySubscriber<T> program;
  private final int bytesMax;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile boolean isWhole;
  private boolean isTooLong;

  BodyCopy(BodySubscriber<T> program, int bytesMax) {
    this.program = program;
    this.bytesMax = bytesMax;
  }

  /** The whole body; empty if it was too long, or broke off. */
  Optional<byte[]> bytes() {
    return isWhole ? Optional.of(bytes.toByteArray()) : Optional.empty();
  }

  @Override
  public CompletionStage<T> getBody() {
    return program.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    program.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      isTooLong = isTooLong || bytes.size() + (long) buffer.remaining() > bytesMax;
      if (isTooLong) {
        bytes.reset();
      } else {
        byte[] part = new byte[buffer.remaining()];
        buffer.duplicate().get(part);
        bytes.write(part, 0, part.length);
      }
    }
    program.onNext(buffers);
  }

  @Override
  public void onError(Throwable failure) {
    program.onError(failure);
  }

  @Override
  public void onComplete() {
    isWhole = !isTooLong;
    program.onComplete();
  }
}
