package io.tallygate.sandbox.media;

/** A file or a parameter is not what a tool takes. The message is fit for callers. */
public final class MediaException extends Exception {

  private static final long serialVersionUID = 1L;

  public MediaException(String message) {
    super(message);
  }
}
