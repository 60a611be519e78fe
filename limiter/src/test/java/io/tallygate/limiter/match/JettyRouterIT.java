package io.tallygate.limiter.match;

import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Endpoint matching before Jetty, as it comes and with lenient settings. */
final class JettyRouterIT extends RouterContract {

  private final Server server = new Server();

  @Override
  Map<String, Integer> start() throws Exception {
    Map<String, ServerConnector> connectors = new TreeMap<>();
    connectors.put("jetty", connector(UriCompliance.DEFAULT));
    connectors.put("jetty-legacy", connector(UriCompliance.LEGACY));
    connectors.put("jetty-unsafe", connector(UriCompliance.UNSAFE));
    connectors.values().forEach(server::addConnector);
    ServletContextHandler context = new ServletContextHandler();
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addFilter(
        new FilterHolder(ServletEndpoints.frameworks()), "/*", EnumSet.of(DispatcherType.REQUEST));
    ServletEndpoints.servlets()
        .forEach((mapping, servlet) -> context.addServlet(new ServletHolder(servlet), mapping));
    server.setHandler(context);
    server.start();
    return connectors.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getLocalPort()));
  }

  private ServerConnector connector(UriCompliance compliance) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setUriCompliance(compliance);
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    return connector;
  }

  @Override
  void stop() throws Exception {
    server.stop();
  }
}
