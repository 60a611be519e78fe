package io.tallygate.policy.published;

/** Lines of pages, and what is read of each; behind a ! what is told. */
final class LineTable {

  static final String LINES =
      """
      GET /a 5 requests/hour => GET /a 5 requests/hour
      get /a: 5 requests per hour => GET /a 5 requests/hour
      Post /a — 5 req/min => POST /a 5 requests/minute
      PUT /a = 5 calls a day => PUT /a 5 requests/day
      DEL /a 5/h => DELETE /a 5 requests/hour
      PROPFIND /a 5/s => PROPFIND /a 5 requests/second
      GET /a 60 rpm => GET /a 60 requests/minute
      GET /a 10 RPS => GET /a 10 requests/second
      GET /a 5k requests/hour => GET /a 5,000 requests/hour
      GET /a 1.5k requests/hour => GET /a 1,500 requests/hour
      GET /a 2M requests/day => GET /a 2,000,000 requests/day
      GET /a 50,000 requests/hour => GET /a 50,000 requests/hour
      GET /a 50.000 requests/hour => ! a dot may part thousands or begin a fraction, write 50,000 or 50000: number=50.000
      GET /a 1.5 requests/second => ! number must be whole: number=1.5
      GET /a 50 000 requests/hour => ! the limit is not understood
      GET /a 5,00 requests/hour => ! number must be written as 50000 or 50,000: number=5,00
      GET /a 10-20 requests/minute => ! the limit is not understood
      GET /a 0 requests/hour => ! count must be 1 to 1000000000: count=0
      GET /a 100 requests per 15 minutes => GET /a 100 requests/15 minutes
      GET /a 100 requests every 30s => GET /a 100 requests/30 seconds
      GET /a 100/15m => GET /a 100 requests/15 minutes
      GET /a 100/m => ! the limit is not understood
      GET /a 100 requests/m => ! unit must be second, minute, hour, day or week: unit=m
      GET /a 100 requests per week => GET /a 100 requests/7 days
      GET /a 100 requests per month => ! unit must be second, minute, hour, day or week: unit=month
      GET /a requests per minute: 60 => GET /a 60 requests/minute
      GET /a 5 uploads per hour => ! the limit is not understood
      GET /a Unlimited => ! the limit is not understood
      GET /a is limited to 5 requests/hour per API key => GET /a 5 requests/hour
      GET /a 5 requests/hour per IP => ! words are not understood: words=per IP
      GET /a more often than 5 requests/hour => ! words are not understood: words=more often than
      GET /a, POST /b 5 requests/hour => GET /a, POST /b 5 requests/hour
      GET /a and GET /b: 5 requests/hour each => GET /a, GET /b 5 requests/hour each
      GET, POST /a 5 requests/hour => GET /a, POST /a 5 requests/hour
      GET/POST /a 5 requests/hour => GET /a, POST /a 5 requests/hour
      GET /a: 5 requests/hour, GET /b: 6 requests/hour => GET /a 5 requests/hour; GET /b 6 requests/hour
      5 requests/hour: GET /a => GET /a 5 requests/hour
      GET /a 5 requests/hour GET /b => ! it is not clear which limit belongs to which endpoint
      GET /a 5 requests/second and 9 requests/day => GET /a 5 requests/second and 9 requests/day
      GET /a/:id 5/day => GET /a/{id} 5 requests/day
      GET /a/<id>/b 5/day => GET /a/{id}/b 5 requests/day
      GET /a/{file.id} 5/day => GET /a/{file_id} 5 requests/day
      GET /a/** 5/day => GET /a/* 5 requests/day
      GET /a/*/b 5/day => ! * must stand at the end, write {name} here: endpoint=GET /a/*/b
      GET https://api.example.com/v1/a 5/day => GET /v1/a 5 requests/day
      GET https://api.example.com:8443/v1/a?x=y 5/day => ! a pattern ends before the query: endpoint=GET /v1/a?x=y
      HEAD /a 5/day => ! HEAD counts as GET, write GET: endpoint=HEAD /a
      ANY /a 5/day => ! an endpoint has one method, write a line for each: endpoint=ANY /a
      /v1/a 5 requests/day => ! a method must stand before the path, as in GET /v1/files
      GET /a (as you like) 5/day => GET /a (as you like) 5 requests/day
      GET /a (see (b) too) 5/day => GET /a (see (b) too) 5 requests/day
      - **GET /a**: 5/day => GET /a 5 requests/day
      1. `GET /a` – 5/day => GET /a 5 requests/day
      * `GET` `/a/b,c` 5/day => GET /a/b,c 5 requests/day
      POST /a/upload500 requests/hour => POST /a/upload 500 requests/hour
      POST /a/upload2,500 requests/hour => POST /a/upload 2,500 requests/hour
      POST /a/upload250 requests/hour => POST /a/upload 250 requests/hour ! a number is glued to the path, read as POST /a/upload and 250 requests/hour
      POST /a/upload500/hour => ! it is not clear where the path ends and the number begins
      POST /a/v2500 requests/hour => ! it is not clear where the path ends and the number begins
      POST /a/500 requests/hour => ! it is not clear where the path ends and the number begins
      GET /a/{id}5 requests/hour => GET /a/{id} 5 requests/hour
      GET /a/*5 requests/hour => GET /a/* 5 requests/hour
      GET /a\\n100 requests per hour => GET /a 100 requests/hour
      GET /a\\nLimit: 100 requests per hour => GET /a 100 requests/hour
      GET /a\\nGET /b\\n100 requests per hour => ! several lines of endpoints stand above the limit
      GET /a\\nIt is slow.\\n100 requests per hour => ! no endpoint stands beside the limit
      GET /known: 1 request/day => ! the same limit stands twice
      GET /known: 2 requests/day => ! the endpoints stand twice, and it is not clear which limit holds
      GET /known, GET /a: 2 requests/day => ! an endpoint stands in two rows with different others
      If you poll GET /a, use webhooks. =>
      429 Too Many Requests =>
      We are there 24/7, every day. =>
      """;

  private LineTable() {}
}
