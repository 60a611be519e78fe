package io.tallygate.sandbox.file;

import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.search.TextIndex;
import io.tallygate.sandbox.store.FileTable;
import io.tallygate.sandbox.store.Id;
import io.tallygate.sandbox.store.Member;
import io.tallygate.sandbox.store.Refusal;
import io.tallygate.sandbox.store.Refusal.Reason;
import io.tallygate.sandbox.store.SandboxDatabase;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Label;
import io.tallygate.sandbox.store.StoredFile.Life;
import io.tallygate.sandbox.store.StoredFile.Origin;
import io.tallygate.sandbox.store.StoredFile.Scope;
import io.tallygate.sandbox.store.StoredFile.State;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** All files: in memory for whoever reads, in the database so that none is lost. Thread-safe. */
public final class FileLibrary {

  /** A sandbox has at most this many files. */
  public static final int FILES_MAX = 50_000;

  private final SandboxDatabase database;
  private final TextIndex index;
  private final FileShape shape;
  private final InstantSource clock;
  private final AtomicLong sequence = new AtomicLong();
  private final Map<String, StoredFile> byId = new ConcurrentHashMap<>();
  private final Map<String, NavigableMap<Long, StoredFile>> byTeam = new ConcurrentHashMap<>();
  private final Map<String, String> byPlaybackId = new ConcurrentHashMap<>();
  private final Map<String, Long> signedUntil = new ConcurrentHashMap<>(); // seconds, by id

  public FileLibrary(SandboxDatabase database, TextIndex index, Links links, InstantSource clock) {
    this.database = database;
    this.index = index;
    this.shape = new FileShape(links);
    this.clock = clock;
    database.read(FileTable::all).forEach(this::remember);
    byId.values().forEach(file -> sequence.accumulateAndGet(file.sequence(), Math::max));
  }

  private void remember(StoredFile file) {
    byId.put(file.id(), file);
    byTeam
        .computeIfAbsent(file.team(), team -> new ConcurrentSkipListMap<>())
        .put(file.sequence(), file);
    String playbackId = file.life().playbackId();
    if (playbackId != null) {
      byPlaybackId.put(playbackId, file.id());
    }
    index.put(file);
  }

  public Stream<StoredFile> all() {
    return byId.values().stream();
  }

  /** Unix time. */
  public long nowMillis() {
    return clock.millis();
  }

  Set<String> ids() {
    return byId.keySet();
  }

  /** Whatever team it is of: for links, which are signed. */
  public Optional<StoredFile> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * A team's file.
   *
   * @throws Refusal if there is none, also if it is another team's
   */
  public StoredFile require(String team, String id) {
    StoredFile file = byId.get(id);
    if (file == null || !file.team().equals(team)) {
      throw new Refusal(Reason.NOT_FOUND, "file is not there: fileId=" + id);
    }
    return file;
  }

  public Optional<StoredFile> played(String playbackId) {
    return Optional.ofNullable(byPlaybackId.get(playbackId))
        .map(byId::get)
        .filter(file -> playbackId.equals(file.life().playbackId()));
  }

  /**
   * A team's files that are not archived, the newest first.
   *
   * @param before the sequence of the last one that is known already
   */
  public List<StoredFile> list(String team, long before, int max) {
    NavigableMap<Long, StoredFile> files = byTeam.get(team);
    if (files == null) {
      return List.of();
    }
    return files.headMap(before, false).descendingMap().values().stream()
        .filter(file -> !file.life().isArchived())
        .limit(max)
        .toList();
  }

  /** As the API shows it. */
  public ObjectNode show(StoredFile file) {
    return shape.of(file, signedUntil.getOrDefault(file.id(), 0L));
  }

  /** Where its bytes are to be put. */
  public String uploadUrl(StoredFile file) {
    return shape.uploadUrl(file);
  }

  /** With links that are signed anew. */
  public ObjectNode hydrate(StoredFile file) {
    sign(file);
    return show(file);
  }

  void sign(StoredFile file) {
    long until = clock.instant().plus(Links.DOWNLOAD).getEpochSecond();
    signedUntil.merge(file.id(), until, Math::max);
  }

  /**
   * Makes a file whose bytes are to come.
   *
   * @throws Refusal if there are {@link #FILES_MAX}
   */
  public StoredFile create(
      Member member, String displayName, @Nullable MediaType declared, Scope scope) {
    requireRoom(1);
    StoredFile file =
        new StoredFile(
            nextSequence(),
            Id.FILE.random(),
            Origin.upload(member),
            new Label(displayName, null, null, null),
            null,
            new Life(State.WAITING, scope, clock.millis(), 0, null, declared));
    return database.write(
        handle -> {
          FileTable.put(handle, file);
          return file;
        },
        this::remember);
  }

  /** The number of a file that somebody makes. */
  public long nextSequence() {
    return sequence.incrementAndGet();
  }

  public void requireRoom(int count) {
    if (byId.size() + count > FILES_MAX) {
      throw new Refusal(Reason.FULL, "files must be at most %s".formatted(FILES_MAX));
    }
  }

  /** Puts files that were made into the database; {@link #remember(List)} follows. */
  public void put(Handle handle, List<StoredFile> files) {
    files.forEach(file -> FileTable.put(handle, file));
  }

  /** To be called once they are committed. */
  public void remember(List<StoredFile> files) {
    files.forEach(this::remember);
  }

  /** What else is to be written when a file changes. */
  interface Along {

    Along NOTHING = (handle, file) -> {};

    void write(Handle handle, StoredFile changed);
  }

  StoredFile change(String id, UnaryOperator<StoredFile> change, Along along) {
    return database.write(
        handle -> {
          StoredFile before = byId.get(id); // who writes is alone, so it is the newest
          if (before == null) {
            throw new Refusal(Reason.NOT_FOUND, "file is not there: fileId=" + id);
          }
          StoredFile after = change.apply(before);
          if (!after.equals(before)) {
            FileTable.put(handle, after);
          }
          along.write(handle, after);
          return after;
        },
        this::remember);
  }

  /** Takes it out of lists and the search; again is no error. */
  public StoredFile archive(String id) {
    long now = clock.millis();
    return change(
        id,
        file -> file.life().isArchived() ? file : file.withLife(file.life().withArchived(now)),
        Along.NOTHING);
  }

  /**
   * Lets everybody play it who has the link.
   *
   * @throws Refusal if it is no video or audio
   */
  public StoredFile enablePreview(String id) {
    return change(
        id,
        file -> {
          if (file.content() == null || file.content().type() == MediaType.IMAGE) {
            throw new Refusal(
                Reason.INVALID,
                file.content() == null
                    ? "file must be processed before its preview is enabled"
                    : "file must be a video or audio: type=IMAGE");
          }
          return file.life().playbackId() != null
              ? file
              : file.withLife(file.life().withPlaybackId(Id.PLAYBACK.random()));
        },
        Along.NOTHING);
  }

  /** Ends it: its id is not used again. */
  public StoredFile disablePreview(String id) {
    StoredFile before = byId.get(id);
    StoredFile after =
        change(id, file -> file.withLife(file.life().withPlaybackId(null)), Along.NOTHING);
    if (before != null && before.life().playbackId() != null) {
      byPlaybackId.remove(before.life().playbackId());
    }
    return after;
  }

  void forget(StoredFile file) {
    database.write(
        handle -> {
          FileTable.delete(handle, file.id());
          return file;
        },
        gone -> {
          byId.remove(gone.id());
          signedUntil.remove(gone.id());
          byTeam.getOrDefault(gone.team(), new ConcurrentSkipListMap<>()).remove(gone.sequence());
          index.put(gone.withLife(gone.life().withState(State.DELETED)));
        });
  }
}
