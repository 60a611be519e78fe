package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import io.tallygate.sandbox.file.Disk;
import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.http.ApiError.Requirement;
import io.tallygate.sandbox.http.Callers.Caller;
import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.search.TextIndex;
import io.tallygate.sandbox.search.TextIndex.Hit;
import io.tallygate.sandbox.search.TextIndex.Reach;
import io.tallygate.sandbox.store.Id;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Scope;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The eight endpoints of files. */
final class FileEndpoints {

  static final int NAME_MAX = 255;
  static final int QUERY_MAX = 1_000;
  static final int HITS_MAX = 100;

  private static final int HITS_USUAL = 10;
  private static final String FILE = "fileId";

  private final FileLibrary library;
  private final TextIndex index;
  private final Disk disk;

  FileEndpoints(FileLibrary library, TextIndex index, Disk disk) {
    this.library = library;
    this.index = index;
    this.disk = disk;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/v1/files", this::list),
        Endpoint.post("/v1/files/search", this::search),
        Endpoint.get("/v1/files/{fileId}", this::show),
        Endpoint.post("/v1/files/upload", this::upload),
        Endpoint.post("/v1/files/{fileId}/hydrate", this::hydrate),
        Endpoint.post("/v1/files/{fileId}/archive", this::archive),
        Endpoint.post("/v1/files/{fileId}/enable-public-preview", this::enablePreview),
        Endpoint.post("/v1/files/{fileId}/disable-public-preview", this::disablePreview));
  }

  private void list(Context context, Caller caller) {
    Page page = Page.of(context);
    List<StoredFile> found = library.list(caller.member().team(), page.before(), page.wanted());
    Json.answer(context, 200, page.show("files", found, StoredFile::sequence, library::show));
  }

  private void search(Context context, Caller caller) {
    Fields fields = Body.fields(context);
    String query = fields.requiredText("query", QUERY_MAX);
    int max = fields.integer("numResults", 1, HITS_MAX).orElse(HITS_USUAL);
    Reach reach = fields.flag("selfOnly") ? Reach.SELF : Reach.TEAM;
    ObjectNode body = Json.object();
    ArrayNode results = body.putArray("results");
    for (Hit hit : index.search(caller.member(), query, reach, max)) {
      library
          .find(hit.fileId())
          .filter(StoredFile::isFindable)
          .ifPresent(
              file ->
                  results
                      .addObject()
                      .put("similarity", hit.similarity())
                      .set("file", library.show(file)));
    }
    Json.answer(context, 200, body);
  }

  private void upload(Context context, Caller caller) {
    Fields fields = Body.fields(context);
    String name = fields.requiredText("displayName", NAME_MAX);
    MediaType type = fields.choice("type", MediaType.class).orElse(null);
    Scope scope = fields.flag("isTemporary") ? Scope.TEMPORARY : Scope.GLOBAL;
    if (disk.isFull()) {
      throw ApiError.requiring(
          Code.STORAGE_FULL,
          "disk quota is used up: quota=%s bytes".formatted(disk.bytesMax()),
          new Requirement("free_storage", Map.of()));
    }
    StoredFile file = library.create(caller.member(), name, type, scope);
    Json.answer(
        context, 200, Json.object().put(FILE, file.id()).put("uploadUrl", library.uploadUrl(file)));
  }

  private StoredFile file(Context context, Caller caller) {
    String id = Fields.requireId(FILE, Id.FILE, context.pathParam(FILE));
    return library.require(caller.member().team(), id);
  }

  private void show(Context context, Caller caller) {
    Json.answer(context, 200, library.show(file(context, caller)));
  }

  private void hydrate(Context context, Caller caller) {
    Json.answer(context, 200, library.hydrate(file(context, caller)));
  }

  private void archive(Context context, Caller caller) {
    Json.answer(context, 200, library.show(library.archive(file(context, caller).id())));
  }

  private void enablePreview(Context context, Caller caller) {
    Json.answer(context, 200, library.show(library.enablePreview(file(context, caller).id())));
  }

  private void disablePreview(Context context, Caller caller) {
    Json.answer(context, 200, library.show(library.disablePreview(file(context, caller).id())));
  }
}
