import JourneyEngine
import TestSupport
import Testing

/// Object-centric event logs in JSON; the encodings are compared in Tests/DataSets/test_ocel.py.
@Suite struct LoadingObjectLogTests {
  private static let log = """
    {"eventTypes": [{"name": "buy", "attributes": []}], "objectTypes": [{"name": "Order"}, {"name": "Item"}],
     "objects": [
       {"id": "o1", "type": "Order", "relationships": [{"objectId": "i1", "qualifier": "holds"},
         {"objectId": "i2"}], "attributes": [
         {"name": "state", "time": "2024-02-01T00:00:00Z", "value": "paid"},
         {"name": "state", "time": "1970-01-01T00:00:00Z", "value": "open"},
         {"name": "t\\u00f6tal", "time": "1970-01-01T00:00:00Z", "value": 12.5}]},
       {"id": "o2", "type": "Order"}, {"id": "i1", "type": "Item", "attributes": {"id": "x"}},
       {"id": "i2", "type": "Item"}],
     "events": [
       {"id": "e1", "type": "buy", "time": "2024-01-05T10:00:00Z", "attributes": [
         {"name": "channel", "value": "web"}], "relationships": [{"objectId": "o1", "qualifier": "a"},
         {"objectId": "o1", "qualifier": "b"}, {"objectId": "i1"}, {"objectId": "i2"}]},
       {"id": "e2", "type": "buy", "time": "2024-01-06T10:00:00Z", "relationships": [
         {"objectId": "o1"}, {"objectId": "o2"}]},
       {"id": "e3", "type": "rest", "time": "2024-01-07T10:00:00Z"}]}
    """

  private func tables(
    _ text: String, _ configure: (inout ReadingOptions) -> Void = { _ in }
  ) throws(LoadError) -> [LoadedFile] {
    var options = ReadingOptions()
    configure(&options)
    return try FileReader.tables(bytes: Array(text.utf8), path: "log.json", options: options)
  }

  @Test func theTypeThatEventsBelongToIsTheAccount() throws {
    let files = try tables(Self.log)
    #expect(files.map { $0.part?.name } == ["Order", "events", "Item", "object_changes"])
    #expect(files.map { $0.part?.rows } == [.accounts, .events, .lookup, .lookup])
    #expect(files[0].names == ["id", "state", "tötal", "Item"])
    #expect(files[0].cells == [["o1", "paid", "12.5", "i1, i2"], ["o2", nil, nil, nil]])
    #expect(
      files[1].names == ["account", "at", "kind", "event_id", "qualifier", "channel", "Item"])
    let events = files[1].cells
    #expect(events.map { $0[0] } == ["o1", "o1", "o2", nil])
    #expect(events.map { $0[3] } == ["e1", "e2", "e2", "e3"])
    #expect(events[0][4...] == ["a, b", "web", "i1, i2"])
    #expect(files[1].types[1] == .instant)
    #expect(
      files[1].report.warnings == ["1 event touches several of `Order` and counts for each of them"]
    )
    // An attribute called as the key is.
    #expect(files[2].names == ["id", "id_2"])
    #expect(files[3].column("value") == ["open", "paid"])
    let guess = try #require(files[1].report.guesses.first)
    #expect(guess.contains("`reading objects \"Item\"`"), "\(guess)")
  }

  @Test func anotherTypeOnRequest() throws {
    let files = try tables(Self.log) { $0.part = "item" }
    #expect(files[0].part?.name == "Item")
    #expect(files[0].column("Order") == ["o1", "o1"])
    #expect(files[1].column("account") == ["i1", "i2", nil, nil])
    #expect(files[1].column("Order") == ["o1", "o1", "o1, o2", nil])
    let error = #expect(throws: LoadError.self) { try tables(Self.log) { $0.part = "Orders" } }
    #expect(error?.hint == "write `reading objects \"Order\"`")
  }

  @Test func otherDocumentsWithEventsAreNoLogs() throws {
    for text in [
      #"{"events": [{"id": 1}], "objects": []}"#, #"{"name": "objectTypes", "events": []}"#,
    ] {
      let files = try? tables(text)
      #expect(files?.contains { $0.part?.rows == .events } != true)
    }
  }

  /// Bytes changed, cut and doubled: what is no JSON is refused with a place, and nothing crashes.
  @Test func damagedLogsAreRefused() throws {
    let original = Array(Self.log.utf8)
    for seed in 0..<UInt64(3000 * randomScale) {
      var random = SeededGenerator(seed: seed)
      var bytes = original
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeLast(bytes.count - place)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes[place] = Array("{}[],:\"\\07nt".utf8).randomElement(using: &random) ?? 0
        case 3: bytes.remove(at: place)
        default:
          let end = Int.random(in: place..<bytes.count, using: &random)
          bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "{")] }
      }
      var options = ReadingOptions()
      options.part = nil
      do throws(LoadError) {
        let files = try FileReader.tables(bytes: bytes, path: "log.jsonocel", options: options)
        // Bytes that are no UTF-8 may be read as Windows-1252.
        guard files.contains(where: { $0.part?.rows == .events }),
          String(validating: bytes, as: UTF8.self) != nil
        else { continue }
        #expect(JSONSyntaxCheck.failure(in: bytes) == nil, "seed \(seed): taken, and no JSON")
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }

  /// What an event touches stands in each of its rows: told in part where it would be without end.
  @Test func anEventWithVeryManyObjectsIsReadInTime() throws {
    let count = 20_000
    func list(_ body: (Int) -> String) -> String {
      (0..<count).map(body).joined(separator: ",")
    }
    let objects =
      list { "{\"id\":\"o\($0)\",\"type\":\"Order\"}" } + ","
      + list { "{\"id\":\"i\($0)\",\"type\":\"Item\"}" }
    let touched =
      list { "{\"objectId\":\"o\($0)\"}" } + "," + list { "{\"objectId\":\"i\($0)\"}" }
    let log = """
      {"objectTypes":[],"eventTypes":[],"objects":[\(objects)],"events":[
      {"id":"e1","type":"ship","time":"2024-01-05T10:00:00Z","relationships":[\(touched)]},
      {"id":"e2","type":"ship","time":"2024-01-06T10:00:00Z","relationships":[
      {"objectId":"o1"},{"objectId":"i1"},{"objectId":"i2"}]}]}
      """
    let clock = ContinuousClock()
    var files: [LoadedFile] = []
    let time = try clock.measure { files = try tables(log) { $0.part = "Order" } }
    #expect(time < .seconds(20), "\(time)")
    #expect(files[1].table.rowCount == count + 1)
    let items = files[1].column("Item")
    #expect(items[0] == "i0, i1, i2, i3, i4, i5, i6, i7, i8, i9 ... and 19,990 more")
    #expect(items.last == "i1, i2")
    #expect(
      files[1].report.warnings.contains(
        "1 event touches so many objects that its rows name only the first of them, as in `Item`: "
          + "`reading objects \"Item\"` gives each a row of its own"))
  }
}
