"""What a report tells besides its targets: definitions, remarks, values by year, regions."""
