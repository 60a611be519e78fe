/** The policy file: strict YAML in; page, tables and schema out. */
module io.tallygate.policy {
  requires static transitive org.jspecify;
  requires transitive io.tallygate.limiter;
  requires org.jsoup;
  requires org.snakeyaml.engine;
  requires tools.jackson.core;

  exports io.tallygate.policy;
  exports io.tallygate.policy.door;
  exports io.tallygate.policy.draft;
  exports io.tallygate.policy.openapi;
  exports io.tallygate.policy.page;
  exports io.tallygate.policy.published;
  exports io.tallygate.policy.yaml to
      io.tallygate.gateway,
      io.tallygate.command;
}
