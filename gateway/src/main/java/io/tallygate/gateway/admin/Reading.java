package io.tallygate.gateway.admin;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import org.jspecify.annotations.Nullable;

/** What several operations read alike from their fields. */
final class Reading {

  private Reading() {}

  /** A description with the metadata that was sent. */
  static Description metadata(Fields fields, Description named) {
    try {
      return named.withMetadata(fields.texts("metadata"));
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofField("metadata", String.valueOf(e.getMessage()));
    }
  }

  static @Nullable String orNull(Fields fields, String name) {
    return fields.optionalText(name, text -> text).orElse(null);
  }

  /** A limit and what it is to be. */
  static LimitRule rule(Fields fields, Term term) {
    Target target = fields.text("limit", Target::parse);
    return new LimitRule(target, amount(fields), term);
  }

  private static Amount amount(Fields fields) {
    boolean hasFactor = !fields.isNull("factor");
    if (fields.isNull("count") != hasFactor) {
      throw ApiProblem.ofField("count", "limit must have a count or a factor, and not both");
    }
    return hasFactor
        ? fields.thousandths("factor", Amount.Factor::new)
        : fields.number("count", Amount.Count::new);
  }

  static Term term(Fields fields) {
    long from = fields.second("from", 0);
    long until = fields.second("until", Term.NO_END);
    try {
      return new Term(from, until);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.ofField("until", String.valueOf(e.getMessage()));
    }
  }

  /** What is no name may be a secret, and is not repeated. */
  static String shown(String text) {
    return text.matches("[a-z0-9._/-]{1,64}") ? text : "…";
  }
}
