package io.tallygate.gateway.key;

/** Uses up what is left of a key's windows, where they are counted. */
public interface DrainHandler {

  /** Called by the thread that watches the database; others wait for it, so it must not block. */
  DrainResult drain(KnownKey key, String group);
}
