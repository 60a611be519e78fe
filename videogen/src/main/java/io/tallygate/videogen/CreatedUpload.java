package io.tallygate.videogen;

import java.util.Objects;

/**
 * A file whose bytes are awaited.
 *
 * @param uploadUrl where they are put, without a key and soon
 */
public record CreatedUpload(String fileId, String uploadUrl) {

  public CreatedUpload {
    Objects.requireNonNull(fileId, "fileId");
    Objects.requireNonNull(uploadUrl, "uploadUrl");
  }
}
