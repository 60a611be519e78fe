package io.tallygate.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** A sandbox on a free port, with the keys of two teams. */
final class TestSandbox implements AutoCloseable {

  static final String KEYS =
      """
      # key            team   user
      vg_key_of_ada    acme   ada
      vg_key_of_bob    acme   bob   production-api
      vg_key_of_eve    evil   eve
      """;

  final Sandbox sandbox;

  private TestSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  static TestSandbox in(Path folder) {
    return in(folder, config -> config);
  }

  static TestSandbox in(Path folder, UnaryOperator<SandboxConfig> change) {
    return in(folder, change, InstantSource.system());
  }

  static TestSandbox in(Path folder, UnaryOperator<SandboxConfig> change, InstantSource clock) {
    try {
      Path keys = Files.writeString(folder.resolve("keys"), KEYS);
      SandboxConfig config =
          SandboxConfig.of(
              new SandboxConfig.Place(0, folder.resolve("data"), null),
              new SandboxConfig.KeysIn(keys));
      return new TestSandbox(Sandbox.start(change.apply(config), TestMedia.all(), clock));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Client ada() {
    return Client.withKey(sandbox.address(), "vg_key_of_ada");
  }

  Client bob() {
    return Client.withKey(sandbox.address(), "vg_key_of_bob");
  }

  Client eve() {
    return Client.withKey(sandbox.address(), "vg_key_of_eve");
  }

  Client nobody() {
    return new Client(sandbox.address());
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
