package dev.hearth.protocol.payload;

import java.util.Optional;

/// `PLAIN_LOCATION`: a place on earth. Clients take 0, 0 for none.
///
/// @param longitude degrees, -180 to 180
/// @param latitude degrees, -90 to 90
/// @param name up to 1,024 characters
/// @param address up to 1,024 characters
/// @param venueType what is there, as the source of the place names it; up to 1,024 characters
public record Location(
    double longitude,
    double latitude,
    Optional<String> name,
    Optional<String> address,
    Optional<String> venueType)
    implements Payload.Sendable {

  /// @throws IllegalArgumentException when something is out of its bounds
  public Location {
    Bounds.check(Math.abs(longitude) <= 180, "longitude is out of range");
    Bounds.check(Math.abs(latitude) <= 90, "latitude is out of range");
    Bounds.check(longitude != 0 || latitude != 0, "longitude and latitude are 0");
    Bounds.atMost("name", name, Bounds.NAME);
    Bounds.atMost("address", address, Bounds.NAME);
    Bounds.atMost("venue_type", venueType, Bounds.NAME);
  }

  public static Location of(double longitude, double latitude) {
    return new Location(longitude, latitude, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static Reading<Location> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new Location(
                fields.real("longitude").orElse(Double.NaN),
                fields.real("latitude").orElse(Double.NaN),
                fields.text("name"),
                fields.text("address"),
                fields.text("venue_type")));
  }

  @Override
  public String category() {
    return "PLAIN_LOCATION";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeNumberProperty("longitude", longitude);
      out.writeNumberProperty("latitude", latitude);
      PayloadJson.write(out, "name", name);
      PayloadJson.write(out, "address", address);
      PayloadJson.write(out, "venue_type", venueType);
    });
  }
}
