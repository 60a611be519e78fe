package io.tallygate.sandbox.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.tallygate.sandbox.file.Disk;
import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.file.Intake;
import io.tallygate.sandbox.file.Links;
import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.Rendition;
import io.tallygate.sandbox.store.StoredFile.Rendition.Kind;
import io.tallygate.sandbox.store.StoredFile.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What needs no key: signed links, public previews, pictures of presenters. */
final class OpenEndpoints {

  private static final String MEDIA = "media";
  private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
  private static final String HLS = "forms/hls/";

  private final FileLibrary library;
  private final Disk disk;
  private final Links links;
  private final Intake intake;
  private final Portraits portraits;
  private final long uploadBytesMax;

  /** What it works with. */
  record Parts(FileLibrary library, Disk disk, Links links, Intake intake, Portraits portraits) {}

  OpenEndpoints(Parts parts, long uploadBytesMax) {
    this.library = parts.library();
    this.disk = parts.disk();
    this.links = parts.links();
    this.intake = parts.intake();
    this.portraits = parts.portraits();
    this.uploadBytesMax = uploadBytesMax;
  }

  void add(RoutesConfig routes) {
    routes.put(Links.PREFIX + "/uploads/{fileId}", this::upload);
    read(routes, Links.PREFIX + "/files/{fileId}/{kind}", this::download);
    read(routes, Links.PREFIX + "/files/{fileId}/hls/{name}", this::part);
    read(routes, Links.PREFIX + "/public/{playbackId}/{name}", this::play);
    read(routes, Links.PREFIX + "/presenters/{id}/{name}", this::portrait);
    read(
        routes,
        Links.PREFIX + "/openapi.json",
        context -> context.contentType(Json.TYPE).result(OpenApiFile.bytes()));
  }

  /** HEAD is GET without its body; Javalin alone would answer it 200, whatever GET says. */
  private static void read(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  private void upload(Context context) throws IOException {
    String id = context.pathParam("fileId");
    require("PUT", Links.uploadPath(id), context);
    long length = context.req().getContentLengthLong();
    if (length > uploadBytesMax) {
      throw ApiError.of(
          Code.TOO_LARGE, "upload must have at most %s bytes".formatted(uploadBytesMax));
    }
    intake.receive(id, context.bodyInputStream(), length, uploadBytesMax);
    context.status(200);
  }

  private void require(String method, String path, Context context) {
    Links.Verdict verdict =
        links.judge(
            method,
            path,
            Optional.ofNullable(context.queryParam("expires")).orElse(""),
            Optional.ofNullable(context.queryParam("signature")).orElse(""));
    if (verdict != Links.Verdict.GOOD) {
      throw ApiError.of(
          Code.LINK_NOT_VALID,
          verdict == Links.Verdict.EXPIRED ? "link has expired" : "link is not signed by us");
    }
  }

  private void download(Context context) throws IOException {
    String id = context.pathParam("fileId");
    Kind kind = kind(context.pathParam("kind"));
    require("GET", Links.downloadPath(id, kind), context);
    StoredFile file = present(library.find(id));
    answer(context, file, kind);
  }

  private static Kind kind(String word) {
    return Arrays.stream(Kind.values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> ApiError.of(Code.NOT_FOUND, "there is no such form of a file"));
  }

  private static StoredFile present(Optional<StoredFile> file) {
    return file.filter(it -> it.life().state() == State.READY)
        .orElseThrow(() -> ApiError.of(Code.NOT_FOUND, "file is not there any more"));
  }

  private void answer(Context context, StoredFile file, Kind kind) throws IOException {
    Rendition rendition = rendition(file, kind);
    if (rendition == null) {
      throw ApiError.of(Code.NOT_FOUND, "file has no such form");
    }
    Path path = disk.path(file.id(), rendition.name());
    if (kind == Kind.HLS) {
      signParts(context, file, path);
      return;
    }
    Bytes.answer(
        context,
        new Bytes.Answer(
            path,
            rendition.mimeType(),
            file.label().displayName() + MimeTypes.extension(rendition.mimeType())));
  }

  private static @Nullable Rendition rendition(StoredFile file, Kind kind) {
    Content content = file.content();
    return content == null ? null : content.renditions().get(kind);
  }

  /** A private playlist: each part's link gets a signature of its own. */
  private void signParts(Context context, StoredFile file, Path playlist) throws IOException {
    String signed =
        Files.readAllLines(playlist).stream()
            .map(
                line -> line.isBlank() || line.startsWith("#") ? line : links.part(file.id(), line))
            .collect(Collectors.joining("\n", "", "\n"));
    context.contentType(PLAYLIST_TYPE).result(signed.getBytes(StandardCharsets.UTF_8));
  }

  private void part(Context context) throws IOException {
    String id = context.pathParam("fileId");
    String name = context.pathParam("name");
    require("GET", Links.partPath(id, name), context);
    Bytes.answer(context, part(present(library.find(id)), name));
  }

  private Bytes.Answer part(StoredFile file, String name) {
    if (!name.matches("[\\w-]{1,64}\\.[a-z0-9]{1,5}")) {
      throw ApiError.of(Code.NOT_FOUND, "there is no such part");
    }
    return new Bytes.Answer(disk.path(file.id(), HLS + name), MimeTypes.ofName(name), name);
  }

  private void play(Context context) throws IOException {
    StoredFile file = present(library.played(context.pathParam("playbackId")));
    String name = context.pathParam("name");
    if (name.equals(MEDIA)) {
      answer(context, file, rendition(file, Kind.PREVIEW) == null ? Kind.DOWNLOAD : Kind.PREVIEW);
    } else {
      Bytes.answer(context, part(file, name));
    }
  }

  private void portrait(Context context) throws IOException {
    Bytes.answer(context, portraits.of(context.pathParam("id"), context.pathParam("name")));
  }
}
