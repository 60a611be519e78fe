package io.tallygate.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProofTest {

  @TempDir Path folder;

  @Test
  void of_firstTime_makesSecretOfOwner() throws IOException {
    Path data = folder.resolve("new/data");

    String proof = Proof.of(data);

    assertThat(proof).matches("[0-9a-f]{64}");
    assertThat(Modes.of(data)).isEqualTo("rwx------");
    assertThat(Modes.of(data.resolve("proof"))).isEqualTo("rw-------");
  }

  @Test
  void of_secondTime_isTheSame() {
    assertThat(Proof.of(folder)).isEqualTo(Proof.of(folder));
  }

  @Test
  void of_twoFolders_differs() {
    assertThat(Proof.of(folder.resolve("a"))).isNotEqualTo(Proof.of(folder.resolve("b")));
  }

  @Test
  void of_readableByAll_isRefused() throws IOException {
    String proof = Proof.of(folder);
    Path file = folder.resolve("proof");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> Proof.of(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "proof must not be open to others; `chmod 600` it, or delete it to get a new one: file="
                + file)
        .hasMessageNotContaining(proof);
  }

  @Test
  void of_readableByGroup_isTaken() throws IOException {
    String proof = Proof.of(folder);
    Files.setPosixFilePermissions(
        folder.resolve("proof"), PosixFilePermissions.fromString("rw-r-----"));

    assertThat(Proof.of(folder)).isEqualTo(proof);
  }

  @Test
  void of_cutFile_isRefusedWithoutRepeatingIt() throws IOException {
    String proof = Proof.of(folder);
    Path file = folder.resolve("proof");
    Files.writeString(file, proof.substring(1));

    assertThatThrownBy(() -> Proof.of(folder))
        .hasMessage("proof must be 64 hex digits; delete it to get a new one: file=" + file);
  }
}
