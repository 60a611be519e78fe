package io.tallygate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A PostgreSQL server of its own, on a free port, in a folder that is deleted with it. */
public final class PostgresServer implements AutoCloseable {

  public static final String PASSWORD = "pa55-of-the-test/&";

  private static final String USER = "tally";
  private static final String UNPRIVILEGED = "nobody"; // PostgreSQL refuses to run as root
  private static final int STARTS_MAX = 600;
  private static final int TRIES_MILLIS = 50;

  private final Path folder;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();
  private Process process;

  private PostgresServer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.process = run();
  }

  /** A database of the server. */
  public record Place(String host, int port, String name, String user) {

    /** With its password, which has characters that must be escaped. */
    public String url() {
      String password = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
      return "postgres://%s:%s@%s:%s/%s".formatted(user, password, host, port, name);
    }

    private String jdbc() {
      return "jdbc:postgresql://%s:%s/%s".formatted(host, port, name);
    }
  }

  /** Makes a server and waits until it serves. */
  public static PostgresServer start() {
    try {
      Path folder = Files.createTempDirectory("tallygate-postgres-");
      Path password = Files.writeString(folder.resolve("password"), PASSWORD);
      if (isRoot()) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
      }
      finish(
          command(
              "initdb",
              "-D",
              folder.resolve("data").toString(),
              "-U",
              USER,
              "--auth=scram-sha-256",
              "--pwfile=" + password,
              "--no-sync",
              "-E",
              "UTF8",
              "--locale=C"));
      PostgresServer server = new PostgresServer(folder, freePort());
      server.awaitServing();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
  }

  private static List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=nogroup", "--clear-groups"));
    }
    command.add(path(program));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Debian keeps them where no PATH leads. */
  private static String path(String program) {
    try (Stream<Path> versions =
        Files.exists(Path.of("/usr/lib/postgresql"))
            ? Files.list(Path.of("/usr/lib/postgresql"))
            : Stream.empty()) {
      return versions
          .map(version -> version.resolve("bin").resolve(program))
          .filter(Files::isExecutable)
          .map(Path::toString)
          .findFirst()
          .orElse(program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void finish(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("%s failed: %s".formatted(command, said));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process run() throws IOException {
    return new ProcessBuilder(
            command(
                "postgres",
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
                "-c",
                "log_statement=all"))
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private void awaitServing() {
    for (int tries = 1; ; tries++) {
      try {
        connect(place("postgres")).close();
        return;
      } catch (SQLException e) {
        if (tries >= STARTS_MAX) {
          throw new IllegalStateException("PostgreSQL does not serve", e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TRIES_MILLIS));
      }
    }
  }

  private Place place(String name) {
    return new Place("127.0.0.1", port, name, USER);
  }

  private static Connection connect(Place place) throws SQLException {
    return DriverManager.getConnection(place.jdbc(), USER, PASSWORD);
  }

  /** A new, empty database. */
  public Place database() {
    String name = "test" + databases.incrementAndGet();
    try (Connection connection = connect(place("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return place(name);
  }

  /** Runs a statement. */
  public static void execute(Place database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that the server has written to its files, and its log. */
  public List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Writes everything that is only in memory to the files. */
  public void checkpoint() throws SQLException {
    try (Connection connection = connect(place("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  /** Ends it as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Lets it stand still: it takes connections, and says nothing. */
  public void freeze() throws IOException {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    command.add(Long.toString(process.pid()));
    process.descendants().forEach(child -> command.add(Long.toString(child.pid())));
    finish(command);
  }

  /** Starts it again where it was. */
  public void restart() throws IOException {
    process = run();
    awaitServing();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      delete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException e) throws IOException {
            Files.deleteIfExists(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
