package io.tallygate.sandbox.media;

/** What a file is, in the words of the API. */
public enum MediaType {
  IMAGE,
  VIDEO,
  AUDIO
}
