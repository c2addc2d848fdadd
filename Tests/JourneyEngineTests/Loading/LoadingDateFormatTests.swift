import JourneyEngine
import Testing

/// Layouts of dates.
struct LoadingDateFormatTests {
  @Test(arguments: [
    ("dd-MM-yyyy", "27-10-2024", "2024-10-27T00:00:00.000000Z"),
    ("MM/dd/yyyy", "10/27/2024", "2024-10-27T00:00:00.000000Z"),
    ("M/d/yyyy", "1/5/2024", "2024-01-05T00:00:00.000000Z"),
    ("d.M.yyyy", "05.01.2024", "2024-01-05T00:00:00.000000Z"),
    ("yyyyMMdd", "20240105", "2024-01-05T00:00:00.000000Z"),
    ("dd.MM.yy", "05.01.69", "2069-01-05T00:00:00.000000Z"),
    ("dd.MM.yy", "05.01.70", "1970-01-05T00:00:00.000000Z"),
    ("dd-MM-yyyy HH:mm", "27-10-2024 23:59", "2024-10-27T23:59:00.000000Z"),
    ("dd-MM-yyyy HH:mm", "27-10-2024", "2024-10-27T00:00:00.000000Z"),
    ("M/d/yyyy h:mm a", "1/5/2024 12:05 AM", "2024-01-05T00:05:00.000000Z"),
    ("M/d/yyyy h:mm a", "1/5/2024 1:05 pm", "2024-01-05T13:05:00.000000Z"),
    ("yyyy-MM-dd'T'HH:mm:ss.SSS", "2024-01-05T01:02:03.25", "2024-01-05T01:02:03.250000Z"),
    ("d MMM yyyy", "5 Mar 2024", "2024-03-05T00:00:00.000000Z"),
    ("yyyyMMddHHmmss", "20240105010203", "2024-01-05T01:02:03.000000Z"),
  ])
  func reads(_ layout: String, _ text: String, _ expected: String) throws {
    let format = try #require(DateFormat(layout))
    #expect(format.wall(of: text).map { Value.instant($0).written } == expected)
  }

  @Test(arguments: [
    ("dd-MM-yyyy", "2024-10-27"), ("dd-MM-yyyy", "31-02-2024"), ("dd-MM-yyyy", "27-10-24"),
    ("dd-MM-yyyy", "27-10-2024 x"), ("dd-MM-yyyy HH:mm", "27-10-2024 24:00"), ("dd-MM-yyyy", ""),
    ("dd-MM-yyyy", "1-10-2024"), ("MM/dd/yyyy", "13/01/2024"),
    ("h:mm a d.M.yyyy", "13:00 PM 1.1.2024"),
    ("d MMM yyyy", "5 Foo 2024"), ("dd-MM-yyyy HH:mm", "27-10-2024 "),
  ])
  func doesNotRead(_ layout: String, _ text: String) throws {
    let format = try #require(DateFormat(layout))
    #expect(format.wall(of: text) == nil)
  }

  @Test(arguments: ["", "dd-MM", "yyyy", "dd-MM-yyyy q", "dd-MM-yyyy 'open", "ddd-MM-yyyy", "x"])
  func isNoLayout(_ layout: String) { #expect(DateFormat(layout) == nil) }

  @Test(arguments: ["yyyy-MM", "MM/yyyy", "MMM yyyy"])
  func takesAMonthForItsFirstDay(_ layout: String) throws {
    let text = ["yyyy-MM": "2024-10", "MM/yyyy": "10/2024", "MMM yyyy": "Oct 2024"][layout] ?? ""
    let format = try #require(DateFormat(layout))
    let day = Int64(CivilDate(year: 2024, month: 10, day: 1).dayNumber)
    #expect(format.wall(of: text) == day * microsecondsPerDay)
    #expect(format.hasTime == false)
    #expect(DateFormat(layout + " HH:mm") == nil)
  }

  @Test func knowsWhetherItHasATime() throws {
    #expect(try #require(DateFormat("dd-MM-yyyy")).hasTime == false)
    #expect(try #require(DateFormat("dd-MM-yyyy HH:mm")).hasTime)
  }
}
