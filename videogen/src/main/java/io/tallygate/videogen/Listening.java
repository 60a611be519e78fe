package io.tallygate.videogen;

import io.tallygate.client.webhook.WebhookReceiver;
import io.tallygate.client.webhook.Webhooks;
import java.io.IOException;
import java.net.URI;

/** A receiver that the API tells of events, until it is closed. */
public final class Listening implements AutoCloseable {

  private final VideoGen api;
  private final WebhookReceiver receiver;
  private final Webhooks<VideoGenEvent> webhooks;
  private final CreatedWebhook endpoint;

  Listening(
      VideoGen api,
      WebhookReceiver receiver,
      Webhooks<VideoGenEvent> webhooks,
      CreatedWebhook endpoint) {
    this.api = api;
    this.receiver = receiver;
    this.webhooks = webhooks;
    this.endpoint = endpoint;
  }

  /** Where more handlers can be added. */
  public Webhooks<VideoGenEvent> webhooks() {
    return webhooks;
  }

  /** Where it listens, as this machine reaches it. */
  public URI uri() {
    return receiver.uri();
  }

  /** The endpoint at the API. */
  public WebhookEndpoint endpoint() {
    return endpoint.endpoint();
  }

  /**
   * Deletes the endpoint and stops listening, also where deleting fails.
   *
   * @throws IOException if the endpoint could not be deleted
   */
  @Override
  public void close() throws IOException {
    try {
      api.deleteWebhook(endpoint.endpoint().endpointId());
    } catch (VideoGenException.NotFound e) {
      // Somebody else has deleted it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the webhook endpoint was deleted", e);
    } finally {
      receiver.close();
    }
  }
}
