"""From held supplies to files of an edition: the tests of portal.publishing."""
