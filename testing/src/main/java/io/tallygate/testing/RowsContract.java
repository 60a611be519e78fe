package io.tallygate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testing.RawClient.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published page, held against a door over HTTP. The rows are typed from the page; nothing here
 * reads the policy file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
public abstract class RowsContract {

  private static final int CLIENTS = 64;

  /** Rows up to this number are exhausted {@link #times}. */
  private static final int SHORT = 250;

  /** More calls than the row admits, so that each client sees it refuse. */
  private static final int EXCESS = 2 * CLIENTS;

  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private Door door;

  /** A row of the page: its number, and endpoints that it names, with ids filled in. */
  public record Row(String name, long limit, List<String> endpoints) {

    @Override
    public String toString() {
      return name + " " + limit;
    }
  }

  protected abstract Door open() throws Exception;

  /** How often a short row is exhausted. */
  protected int times() {
    return 1;
  }

  private static Row row(String name, long limit, String... endpoints) {
    return new Row(name, limit, List.of(endpoints));
  }

  protected static Stream<Row> rows() {
    return Stream.of(
        row(
            "POST /v1/tools/*",
            500,
            "POST /v1/tools/generate-image",
            "POST /v1/tools/generate-video-clip",
            "POST /v1/tools/text-to-speech",
            "POST /v1/tools/generate-sound-effect",
            "POST /v1/tools/generate-avatar",
            "POST /v1/tools/vectorize-image",
            "POST /v1/tools/remove-image-background",
            "POST /v1/tools/remove-video-background",
            "POST /v1/tools/upscale-image",
            "POST /v1/tools/upscale-video"),
        row("GET /v1/tools/executions/{id}", 5_000, "GET /v1/tools/executions/vg_exec_1"),
        row(
            "POST /v1/tools/executions/{id}/cancel",
            250,
            "POST /v1/tools/executions/vg_exec_1/cancel"),
        row(
            "GET /v1/files, GET /v1/files/{id}",
            50_000,
            "GET /v1/files",
            "GET /v1/files/vg_file_1"),
        row("POST /v1/files/{id}/hydrate", 2_500, "POST /v1/files/vg_file_1/hydrate"),
        row("POST /v1/files/upload", 500, "POST /v1/files/upload"),
        row("POST /v1/files/search", 500, "POST /v1/files/search"),
        row(
            "GET /v1/resources/*",
            2_500,
            "GET /v1/resources/avatar-presenters",
            "GET /v1/resources/tts-voices"),
        row("GET /v1/webhooks/endpoints", 500, "GET /v1/webhooks/endpoints"),
        row("POST /v1/webhooks/endpoints", 10, "POST /v1/webhooks/endpoints"),
        row("DELETE /v1/webhooks/endpoints/{id}", 10, "DELETE /v1/webhooks/endpoints/ep_1"));
  }

  /** What the page leaves out, and all else that a key may call: our numbers. */
  protected static Stream<Row> unpublishedRows() {
    return Stream.of(
        row("archive", 2_500, "POST /v1/files/vg_file_1/archive"),
        row("enable-public-preview", 2_500, "POST /v1/files/vg_file_1/enable-public-preview"),
        row("disable-public-preview", 2_500, "POST /v1/files/vg_file_1/disable-public-preview"),
        row("other", 2_500, "GET /v1/me", "POST /v1/files", "GET /v1/webhooks/endpoints/ep_1"));
  }

  @BeforeAll
  void start() throws Exception {
    door = open();
  }

  @AfterAll
  void stop() throws IOException {
    clients.shutdownNow();
    door.close();
  }

  @ParameterizedTest
  @MethodSource({"rows", "unpublishedRows"})
  void row_exhaustedBy64Clients_admitsItsNumberExactly(Row row) throws Exception {
    for (int i = 0; i < (row.limit <= SHORT ? times() : 1); i++) {
      exhaust(row);
    }
  }

  @Test
  void oneWebhookTooMany_is429_andNothingElseIsTouched() throws IOException {
    String key = door.newKey();
    String another = door.newKey();
    long limit = door.call(key, "POST", "/v1/webhooks/endpoints").limit();
    for (long left = limit - 2; left >= 0; left--) {
      Response created = door.call(key, "POST", "/v1/webhooks/endpoints");
      assertThat(created.status()).isEqualTo(200);
      assertThat(created.remaining()).isEqualTo(left);
    }

    Response refused = door.call(key, "POST", "/v1/webhooks/endpoints");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.limit()).isEqualTo(limit);
    assertThat(refused.remaining()).isZero();
    assertThat(refused.number("Retry-After")).isBetween(3_500L, 3_600L);
    assertThat(refused.field("RateLimit-Policy")).startsWith("\"webhooks-create\";q=" + limit);
    assertIsFirst(door.call(key, "GET", "/v1/files"));
    assertIsFirst(door.call(key, "DELETE", "/v1/webhooks/endpoints/ep_1"));
    assertIsFirst(door.call(another, "POST", "/v1/webhooks/endpoints"));
  }

  /** The numbers themselves are the rows' test, and only theirs. */
  private static void assertIsFirst(Response response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.remaining()).isEqualTo(response.limit() - 1);
  }

  /** Calls with a new key, by 64 clients at once, until each has seen a refusal. */
  protected final void exhaust(Row row) throws Exception {
    String key = door.newKey();
    AtomicLong left = new AtomicLong(row.limit + EXCESS);
    List<Future<Long>> each = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      each.add(clients.submit(() -> callWhileAnyIsLeft(row, key, left)));
    }
    long admitted = 0;
    for (Future<Long> client : each) {
      admitted += client.get();
    }
    assertThat(admitted).isEqualTo(row.limit);
  }

  private long callWhileAnyIsLeft(Row row, String key, AtomicLong left) throws IOException {
    long admitted = 0;
    long refused = 0;
    RawClient client = door.client();
    try {
      for (long n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
        String[] endpoint = row.endpoints.get((int) (n % row.endpoints.size())).split(" ", 2);
        Response response = client.call(endpoint[0], endpoint[1], "Authorization: Bearer " + key);
        assertThat(response.status()).isIn(200, 429);
        assertThat(response.limit()).isEqualTo(row.limit);
        admitted += response.status() == 200 ? 1 : 0;
        refused += response.status() == 429 ? 1 : 0;
        if (response.field("Connection").equals("close")) {
          client.close();
          client = door.client();
        }
      }
    } finally {
      client.close();
    }
    assertThat(refused).isLessThanOrEqualTo(EXCESS);
    return admitted;
  }
}
