package io.tallygate.limiter.match;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Endpoint matching before Tomcat, as it comes and with lenient settings. */
final class TomcatRouterIT extends RouterContract {

  private static final Path FOLDER = Path.of("target/tomcat");

  private final Tomcat tomcat = new Tomcat();

  @Override
  Map<String, Integer> start() throws IOException, LifecycleException {
    Files.createDirectories(FOLDER);
    // Tomcat would log requests that it refuses, of which there are many.
    System.setProperty("org.apache.juli.logging.UserDataHelper.CONFIG", "NONE");
    tomcat.setBaseDir(FOLDER.toAbsolutePath().toString());
    tomcat.setSilent(true);
    Map<String, Connector> connectors = new TreeMap<>();
    connectors.put("tomcat", connector("reject"));
    connectors.put("tomcat-slash-decoded", lenient("decode"));
    connectors.put("tomcat-slash-passed", lenient("passthrough"));
    connectors.values().forEach(connector -> tomcat.getService().addConnector(connector));
    Context context = tomcat.addContext("", FOLDER.toAbsolutePath().toString());
    StandardContext quiet = (StandardContext) context;
    quiet.setClearReferencesThreadLocals(false); // which would warn of what the JVM forbids
    quiet.setClearReferencesRmiTargets(false);
    addServlets(context);
    addFilter(context);
    tomcat.start();
    return connectors.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getLocalPort()));
  }

  private static Connector connector(String slashHandling) {
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setEncodedSolidusHandling(slashHandling);
    return connector;
  }

  private static Connector lenient(String slashHandling) {
    Connector connector = connector(slashHandling);
    connector.setEncodedReverseSolidusHandling(slashHandling);
    connector.setAllowBackslash(true);
    connector.setRejectSuspiciousURIs(false);
    connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
    return connector;
  }

  private static void addServlets(Context context) {
    ServletEndpoints.servlets()
        .forEach(
            (mapping, servlet) -> {
              Tomcat.addServlet(context, mapping, servlet);
              context.addServletMapping(mapping, mapping);
            });
  }

  private static void addFilter(Context context) {
    FilterDef definition = new FilterDef();
    definition.setFilterName("frameworks");
    definition.setFilter(ServletEndpoints.frameworks());
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName("frameworks");
    map.addURLPattern("/*");
    context.addFilterMap(map);
  }

  @Override
  void stop() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
