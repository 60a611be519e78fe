package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.fail;

import io.tallygate.limiter.policy.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/**
 * Endpoint matching before nginx: locations by exact and regular pattern, slashes merged or kept,
 * and two nginx in a row, the first of which passes a decoded or a normalised path on. The upstream
 * behind says which location was chosen.
 */
@Tag("needs-nginx")
final class NginxRouterIT extends RouterContract {

  private static final Path FOLDER = Path.of("target/nginx");
  private static final int TRIES_MAX = 5;

  private static final String CONFIG =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log error.log crit;
      events { worker_connections 256; }
      http {
        access_log off;
        client_body_temp_path temp/body;
        proxy_temp_path temp/proxy;
        fastcgi_temp_path temp/fastcgi;
        uwsgi_temp_path temp/uwsgi;
        scgi_temp_path temp/scgi;
        keepalive_requests 1000000;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        upstream upstream { server 127.0.0.1:${upstream}; keepalive 4; }
        upstream exact { server 127.0.0.1:${exact}; keepalive 4; }
        upstream regular { server 127.0.0.1:${regular}; keepalive 4; }
        server {
          listen 127.0.0.1:${upstream};
          location / {
            add_header X-Endpoint "$http_x_method $http_x_location";
            return 200;
          }
        }
        server {
          listen 127.0.0.1:${exact};
          ${exactLocations}
          location / { return 404; }
        }
        server {
          listen 127.0.0.1:${regular};
          merge_slashes off;
          ${regularLocations}
          location / { return 404; }
        }
        server {
          listen 127.0.0.1:${decoding};
          # A decoded line break leaves half a request behind, which nobody answers.
          location / { proxy_pass http://exact$uri; proxy_read_timeout 300ms; }
        }
        server {
          listen 127.0.0.1:${normalising};
          location / { proxy_pass http://regular/; }
        }
        server {
          listen 127.0.0.1:${passing};
          merge_slashes off;
          location / { proxy_pass http://regular; }
        }
      }
      """;

  private static final List<String> SERVERS =
      List.of("upstream", "exact", "regular", "decoding", "normalising", "passing");

  private @Nullable ServerProcess server;

  @Override
  Map<String, Integer> start() throws IOException {
    Files.createDirectories(FOLDER.resolve("temp"));
    String folder = FOLDER.toAbsolutePath().toString();
    for (int i = 0; i < TRIES_MAX; i++) {
      Map<String, Integer> ports = freePorts();
      Files.writeString(FOLDER.resolve("nginx.conf"), config(ports));
      ServerProcess started =
          ServerProcess.start(
              FOLDER,
              "nginx-light",
              List.of(program(), "-p", folder, "-c", "nginx.conf", "-e", "error.log"));
      if (listens(started, ports.getOrDefault("passing", 0))) {
        server = started;
        ports.remove("upstream");
        return ports.entrySet().stream()
            .collect(Collectors.toMap(entry -> "nginx-" + entry.getKey(), Map.Entry::getValue));
      }
      started.close(); // another program may have taken a port meanwhile
    }
    return fail("nginx did not start, see stderr.txt and error.log in %s", folder);
  }

  /** Debian keeps it where only root looks for programs. */
  private static String program() {
    Path usual = Path.of("/usr/sbin/nginx");
    return Files.isExecutable(usual) ? usual.toString() : "nginx";
  }

  private static Map<String, Integer> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < SERVERS.size(); i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    Map<String, Integer> ports =
        SERVERS.stream()
            .collect(
                Collectors.toMap(
                    name -> name, name -> sockets.get(SERVERS.indexOf(name)).getLocalPort()));
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  private static boolean listens(ServerProcess process, int port) {
    while (process.runs()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        // not yet
      }
    }
    return false;
  }

  private static String config(Map<String, Integer> ports) {
    String config =
        CONFIG
            .replace("${exactLocations}", locations("=", "~", "$"))
            .replace("${regularLocations}", locations("~*", "~*", "/?$"));
    for (String name : SERVERS) {
      config = config.replace("${" + name + "}", String.valueOf(ports.get(name)));
    }
    return config;
  }

  private static String locations(String literal, String param, String end) {
    return VideoGenShape.SERVED.stream()
        .map(served -> served.endpoint())
        .map(Endpoint::pattern)
        .distinct()
        .sorted(Comparator.comparing(pattern -> pattern.contains("{"))) // the first regex wins
        .map(pattern -> location(pattern, pattern.contains("{") ? param : literal, end))
        .collect(Collectors.joining("\n"));
  }

  private static String location(String pattern, String kind, String end) {
    String slashless = pattern.equals("/") ? "" : pattern;
    String regex = "^" + slashless.replaceAll("[{]\\w+[}]", "[^/]+") + end;
    return String.format(
        """
        location %s %s {
          proxy_pass http://upstream;
          proxy_set_header X-Location "%s";
          proxy_set_header X-Method $request_method;
          proxy_set_header Connection "";
        }
        """,
        kind, kind.equals("=") ? pattern : regex, pattern);
  }

  @Override
  void stop() {
    if (server != null) {
      server.close();
    }
  }
}
