package io.tallygate.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells, once, that a call has ended: when the chain returns, or when what the service went on with
 * asynchronously is complete. Thread-safe.
 */
final class CallEnd implements AsyncListener {

  private final Runnable then;
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean goesOn;

  CallEnd(Runnable then) {
    this.then = then;
  }

  /** The service goes on after the chain has returned. */
  AsyncContext follow(AsyncContext context) {
    goesOn = true;
    context.addListener(this);
    return context;
  }

  /** The chain has returned, or thrown. */
  void chainReturned() {
    if (!goesOn) {
      tell();
    }
  }

  private void tell() {
    if (told.compareAndSet(false, true)) {
      then.run();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    tell();
  }

  /** Dispatched, and asynchronous once more: containers forget their listeners then. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // The container completes it.
  }

  @Override
  public void onError(AsyncEvent event) {
    // The container completes it.
  }
}
