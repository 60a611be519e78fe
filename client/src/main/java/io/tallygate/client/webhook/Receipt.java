package io.tallygate.client.webhook;

/** What has become of a webhook, and the status that tells its sender. */
public enum Receipt {
  /** It is genuine, and every handler has done its work. */
  HANDLED(200),
  /** It came before and was handled then. */
  REPEATED(200),
  /** A field is missing or malformed, or the body is not what the reader reads. */
  UNREADABLE(400),
  /** No signature is by one of the secrets, or it was signed too long ago or in the future. */
  NOT_GENUINE(401),
  /** The body has too many bytes. */
  TOO_LARGE(413),
  /** A handler threw: it is as if it had not come, and the sender shall send it again. */
  FAILED(500),
  /** A copy of it is being handled, or too many were handled lately: it shall come again. */
  BUSY(503);

  private final int status;

  Receipt(int status) {
    this.status = status;
  }

  /** The HTTP status to answer with. */
  public int status() {
    return status;
  }
}
