package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/** The columns that plans' rules and overrides share. */
final class RuleColumns {

  private RuleColumns() {}

  static Target target(ResultSet row) throws SQLException {
    return new Target(row.getString("group_name"), row.getString("limit_name"));
  }

  static Amount amount(ResultSet row) throws SQLException {
    long count = row.getLong("count");
    return row.wasNull() ? new Amount.Factor(row.getLong("thousandths")) : new Amount.Count(count);
  }

  static <S extends SqlStatement<S>> S bind(S statement, LimitRule rule) {
    Amount amount = rule.amount();
    return statement
        .bind("group", rule.target().group())
        .bind("limit", rule.target().limit())
        .bind("count", amount instanceof Amount.Count number ? (Long) number.count() : null)
        .bind(
            "thousandths",
            amount instanceof Amount.Factor factor ? (Long) factor.thousandths() : null);
  }

  /** For the audit. */
  static Map<String, Object> state(LimitRule rule) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("limit", rule.target().toString());
    state.put("amount", rule.amount().toString());
    if (rule.term().fromSecond() > 0) {
      state.put("from", Instant.ofEpochSecond(rule.term().fromSecond()));
    }
    if (rule.term().untilSecond() != Term.NO_END) {
      state.put("until", Instant.ofEpochSecond(rule.term().untilSecond()));
    }
    return state;
  }
}
