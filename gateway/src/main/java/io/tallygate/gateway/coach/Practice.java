package io.tallygate.gateway.coach;

/** What a caller of a limited API should do; the guide says how. */
public enum Practice {
  WEBHOOK(
      "use a webhook; where none can reach you, ask at growing intervals",
      "6-do-not-ask-what-you-can-be-told"),
  CACHE("cache it, and refresh it every few hours", "8-keep-what-changes-seldom"),
  BACK_OFF(
      "back off: wait as long as Retry-After says, and let nobody else call until then",
      "4-when-you-are-refused"),
  SPREAD("spread your calls over the window", "3-spread-what-is-left"),
  FIX_REQUEST(
      "fix the request before you repeat it; one that is refused costs a unit, too",
      "5-what-may-be-repeated");

  private static final String GUIDE = "docs/guide/calling-a-limited-api.md#";

  private final String advice;
  private final String section;

  Practice(String advice, String section) {
    this.advice = advice;
    this.section = section;
  }

  /** The way out, as one clause without a full stop. */
  public String advice() {
    return advice;
  }

  /** Where the documents say how. */
  public String guide() {
    return GUIDE + section;
  }
}
